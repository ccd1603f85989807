"""Which fixture lives for the run, the scenario and the step."""

from behave import use_fixture
from behave.model import Scenario, Step
from behave.runner import Context

from harness.gherkin import fixtures
from harness.world import StepBlock


def before_all(context: Context) -> None:
    """Open the target; it stays open for the run."""
    context.config.setup_logging()
    use_fixture(fixtures.target, context)


def before_scenario(context: Context, scenario: Scenario) -> None:
    """Give each scenario a state of its own."""
    use_fixture(fixtures.world, context, scenario)


def before_step(context: Context, step: Step) -> None:
    """Let messages name the line that an author has to look at."""
    context.world.block = StepBlock(f"{step.filename}:{step.line}")

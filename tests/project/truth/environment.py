"""Hooks that fail where a tag, or `-D fails=HOOK`, says so."""

from pathlib import Path

from behave.contrib.scenario_autoretry import patch_scenario_with_autoretry


def before_all(context):
    _fail_if(context.config.userdata.get("fails") == "before_all")
    if context.config.userdata.get("fails") == "clean-up":
        context.add_cleanup(_fail_if, True)


def after_all(context):
    _fail_if(context.config.userdata.get("fails") == "after_all")


def before_feature(context, feature):
    _fail_if("before_feature_fails" in feature.tags)
    once = Path("before_feature.mark")
    if "before_feature_fails_once" in feature.tags and not once.exists():
        once.touch()
        _fail_if(True)
    if "feature_clean_up_fails" in feature.tags:
        context.add_cleanup(_fail_if, True)
    if "feature_is_skipped" in feature.tags:
        feature.skip("the feature does not apply")
    for scenario in feature.walk_scenarios():
        if "autoretry" in scenario.tags:
            patch_scenario_with_autoretry(scenario, max_attempts=2)


def after_feature(context, feature):
    _fail_if("after_feature_fails" in feature.tags)


def before_rule(context, rule):
    _fail_if("before_rule_fails" in rule.tags)


def after_rule(context, rule):
    _fail_if("after_rule_fails" in rule.tags)


def before_tag(context, tag):
    _fail_if(tag == "before_tag_fails")


def before_scenario(context, scenario):
    with Path("attempts.log").open("a") as log:
        log.write(f"begin {scenario.name.strip()}\n")
    context.add_cleanup(_log_end, scenario)
    _fail_if("before_scenario_fails" in scenario.tags)
    if "interrupted" in scenario.tags:
        raise KeyboardInterrupt
    if "skipped" in scenario.tags:
        scenario.skip("it does not apply")
    if "skipped_without_reason" in scenario.tags:
        scenario.skip()


def after_scenario(context, scenario):
    _fail_if("after_scenario_fails" in scenario.tags)


def before_step(context, step):
    _fail_if("before_step_fails" in context.scenario.tags)


def after_step(context, step):
    _fail_if("after_step_fails" in context.scenario.tags)


def _log_end(scenario):
    with Path("attempts.log").open("a") as log:
        log.write(f"end {scenario.name.strip()}\n")


def _fail_if(so):
    if so:
        raise RuntimeError("the hook broke")

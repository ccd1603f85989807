// How the results of a run become one page that opens from disk; `python -m harness report` puts it beside the others.

// The first category that fits has a scenario. What the messages say is written in harness/; a test has one of each.
const categories = [
  {
    name: "Product defects: a promise was not kept",
    matchers: { statuses: ["failed"] },
    groupBy: [{ label: "epic" }],
    groupByMessage: false,
    expand: true,
  },
  {
    name: "Unusable target: nothing could be asked",
    matchers: { statuses: ["broken"], message: /^it did not run: unusable target: / },
  },
  {
    name: "Clean-up failures: something may be left behind",
    matchers: { statuses: ["broken"], message: /^(CLEANUP-ERROR|HOOK-ERROR in after_)/m },
  },
  {
    name: "It did not run, or not to its end",
    matchers: { statuses: ["broken"], message: /^it did not (run|come to its end): / },
  },
  {
    name: "Environment problems: no answer",
    matchers: { statuses: ["broken"], message: /^\S+ \S+ got no answer: |^the judge at \S+ / },
    groupByMessage: false,
  },
  {
    name: "Flaky: passed, but not in every attempt",
    matchers: { statuses: ["passed"], flaky: true },
    groupByMessage: false,
  },
  {
    name: "Test defects: the suite is to be repaired",
    matchers: { statuses: ["broken"] },
  },
  {
    name: "Skipped, and why",
    matchers: { statuses: ["skipped"] },
  },
];

export default {
  name: "API acceptance",
  output: "./allure-page",
  // harness/results/history.py fills it, and keeps what is appended.
  historyPath: "./allure-history.jsonl",
  hideLabels: ["framework", "language"],
  categories,
  plugins: {
    awesome: {
      options: {
        reportName: "API acceptance",
        singleFile: true,
        reportLanguage: "en",
        groupBy: ["epic", "feature", "story"],
        charts: [
          { type: "currentStatus", title: "This run" },
          { type: "statusDynamics", title: "The latest runs", limit: 10 },
          { type: "statusTransitions", title: "What changed from run to run", limit: 10 },
          { type: "durationDynamics", title: "How long the runs took", limit: 10 },
          { type: "stabilityDistribution", title: "How stable the APIs are", groupBy: "epic", threshold: 90, skipStatuses: ["skipped", "unknown"] },
          { type: "stabilityDistribution", title: "How stable the capabilities are", groupBy: "feature", threshold: 90, skipStatuses: ["skipped", "unknown"] },
          { type: "durations", title: "How long scenarios take", groupBy: "none" },
        ],
      },
    },
  },
};

// How the results of a run become one page that opens from disk; `python -m harness report` puts it beside the others.
export default {
  name: "API acceptance",
  output: "./allure-page",
  hideLabels: ["framework", "language"],
  plugins: {
    awesome: {
      options: {
        reportName: "API acceptance",
        singleFile: true,
        reportLanguage: "en",
        groupBy: ["feature"],
      },
    },
  },
};

// How the results of a run become one page that opens from disk.
export default {
  name: "API acceptance",
  output: "./page",
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

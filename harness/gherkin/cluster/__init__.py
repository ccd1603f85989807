"""Running scenarios on a Dask cluster: `client` is in the run, `machine` is in a Dask worker."""

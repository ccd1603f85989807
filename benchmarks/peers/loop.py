"""The floor: a loop on requests.Session without any test tool."""

import sys

import requests


def main(base: str, scenarios: int) -> None:
    session = requests.Session()
    for _ in range(scenarios):
        response = session.get(f"{base}/health")
        assert response.status_code == 200
        body = response.json()
        assert body["status"] == "ok"
        assert body["version"] == "1.0"
        response = session.post(f"{base}/jobs", json={"request": "a question"})
        assert response.status_code == 201
        body = response.json()
        assert body["id"] == "job-1"
        assert body["state"] == "new"
        assert body["price"]["amount"] == 50
        response = session.get(f"{base}/jobs/job-1")
        assert response.status_code == 200
        body = response.json()
        assert body["id"] == "job-1"
        assert body["state"] == "new"
        assert body["items"][1]["n"] == 2
        response = session.post(f"{base}/pay/abc", json={"amount": 50})
        assert response.status_code == 200
        body = response.json()
        assert body["paid"] is True
        assert body["receipt"]["hash"] == "abc"
    print(f"{scenarios} passed")


main(sys.argv[1], int(sys.argv[2]))

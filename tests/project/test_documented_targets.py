"""The target files that docs/targets.md shows, read as a run reads them."""

import re

import pytest
import trustme

from harness import target as targets

PAGE = targets.TARGETS.parent / "docs" / "targets.md"
SHOWN = re.findall(r"<!-- checked: target -->\n```toml\n(.*?)```", PAGE.read_text("utf-8"), re.S)
ENVIRONMENT = {name: "a secret" for text in SHOWN for name in re.findall(r'env = "(\w+)"', text)}


@pytest.mark.parametrize("text", SHOWN, ids=[text.partition("\n")[0] for text in SHOWN])
def test_a_target_file_of_the_page_is_one(tmp_path, text):
    authority = trustme.CA()
    own = authority.issue_cert("client@example.com")
    authority.cert_pem.write_to_path(tmp_path / "company-ca.pem")
    own.cert_chain_pems[0].write_to_path(tmp_path / "client.pem")
    own.private_key_pem.write_to_path(tmp_path / "client.key")
    (tmp_path / "shown.toml").write_text(re.sub(r"^# (\w+ = .*)", r"\1", text, flags=re.M), "utf-8")

    assert targets.load(str(tmp_path / "shown.toml"), ENVIRONMENT).apis

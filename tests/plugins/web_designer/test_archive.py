"""A page as files for a web host."""

from __future__ import annotations

import base64
import io
import zipfile

from plugins.web_designer.archive import SMALL_BYTES, zip_of
from plugins.web_designer.policy import PLAN_POLICY, with_policy

PICTURE = base64.b64encode(b"\x89PNG" + bytes(SMALL_BYTES)).decode()
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>t</title><style>
body {{ background: url("data:image/png;base64,{PICTURE}") }}
</style><style media="print">p {{ color: red }}</style></head>
<body><img alt="" src="data:image/png;base64,{PICTURE}"><img alt="" src="data:image/gif;base64,R0lGOD"></body></html>"""


def files_of(html: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(zip_of(html))) as archive:
        return {name: archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist()}


def test_sheets_and_pictures_become_files_of_their_own() -> None:
    files = files_of(PAGE)
    pictures = [name for name in files if name.startswith("pictures/")]
    assert len(pictures) == 1, "the same picture is there once"
    assert sorted(files) == sorted(["index.html", "style.css", "style-2.css", *pictures])
    assert f'<img alt="" src="{pictures[0]}">' in files["index.html"]
    assert '<link rel="stylesheet" href="style-2.css" media="print">' in files["index.html"]
    assert f'url("{pictures[0]}")' in files["style.css"]


def test_small_pictures_stay_in_the_page() -> None:
    assert "data:image/gif;base64,R0lGOD" in files_of(PAGE)["index.html"]


def test_the_policy_of_one_file_would_shut_out_the_others() -> None:
    assert "Content-Security-Policy" not in files_of(with_policy(PAGE, PLAN_POLICY))["index.html"]


def test_the_same_page_gives_the_same_bytes() -> None:
    assert zip_of(PAGE) == zip_of(PAGE)

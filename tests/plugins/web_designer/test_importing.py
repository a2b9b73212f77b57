"""Saved pages become one file; what lies beside them is put in, what lies outside is never read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.errors import InputError, StorageError
from plugins.web_designer.importing.inlining import import_page
from plugins.web_designer.importing.saved import read_saved

PAGE = """<!DOCTYPE html>
<html><head><link rel="stylesheet" href="page_files/a.css" media=print>
<link rel=preconnect href=https://x.example><link rel=icon href='pic.png'>
<script src=page_files/s.js integrity="x"></script><script src="https://cdn.example/x.js"></script></head>
<body style="background: url(pic.png)"><img alt="" src="pic.png?x=1" srcset="pic.png 2x"><a href="https://z.example">z</a></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    files = folder / "page_files"
    files.mkdir(parents=True)
    (files / "a.css").write_text(
        '@import "b.css" screen;\n/* url(x.png) */ .a{background:url(../pic.png)} .q::before{content:"url(y.png)"}'
    )
    (files / "b.css").write_text('@font-face{font-family:X;src:url("x.woff2")}')
    (files / "x.woff2").write_bytes(b"wOF2")
    (files / "s.js").write_text("let a = '</script>'")
    (folder / "pic.png").write_bytes(b"\x89PNG")
    (folder / "page.html").write_text(PAGE)
    return folder / "page.html"


def test_everything_that_was_saved_with_a_page_is_in_it(page: Path) -> None:
    html = import_page(read_saved(page)).html
    assert '<style media="print">' in html
    assert '@media screen {\n@font-face{font-family:X;src:url("data:font/woff2;base64,d09GMg==")}' in html
    assert '<img alt="" src="data:image/png;base64,iVBORw==">' in html
    assert "let a = '<\\/script>'</script>" in html
    assert "background: url(&quot;data:image/png;base64,iVBORw==&quot;)" in html


def test_what_is_no_address_stays_as_written(page: Path) -> None:
    html = import_page(read_saved(page)).html
    assert "/* url(x.png) */" in html
    assert 'content:"url(y.png)"' in html
    assert '<a href="https://z.example">z</a>' in html


def test_what_could_not_be_had_is_said(page: Path) -> None:
    found = import_page(read_saved(page))
    assert "cdn.example" not in found.html
    assert found.html.count("</script>") == 1
    assert found.notes == (
        "1 files of the page could not be had and were left out: x.js.",
        "1 scripts were left out.",
    )


def test_a_reference_is_read_without_its_scripts(page: Path) -> None:
    assert "<script" not in import_page(read_saved(page), with_scripts=False).html


@pytest.mark.parametrize(
    "address", ["../secret.png", "/etc/secret.png", "link.png", "file:///etc/secret.png", "%2e%2e/secret.png"]
)
def test_what_lies_outside_the_folder_is_never_read(page: Path, address: str) -> None:
    (page.parent.parent / "secret.png").write_bytes(b"secret")
    (page.parent / "link.png").symlink_to(page.parent.parent / "secret.png")
    page.write_text(f'<!DOCTYPE html><title>t</title><img alt="" src="{address}">')
    assert 'src=""' in import_page(read_saved(page)).html


def test_sheets_that_import_each_other_come_to_an_end(page: Path) -> None:
    (page.parent / "page_files" / "b.css").write_text('@import "a.css"; .b{}')
    assert ".b{}" in import_page(read_saved(page)).html


def test_a_folder_and_a_zip_are_pages_too(page: Path, tmp_path: Path) -> None:
    archive = tmp_path / "page.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in sorted(page.parent.rglob("*")):
            if path.is_file():
                made.write(path, path.relative_to(page.parent.parent))
    whole = import_page(read_saved(page)).html
    assert import_page(read_saved(page.parent)).html == whole
    assert import_page(read_saved(archive)).html == whole


def test_what_holds_no_page_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no HTML file"):
        read_saved(tmp_path)
    with pytest.raises(StorageError, match="cannot be read"):
        read_saved(tmp_path / "none.html")
    (tmp_path / "bad.zip").write_bytes(b"no")
    with pytest.raises(StorageError, match=r"bad\.zip cannot be read"):
        read_saved(tmp_path / "bad.zip")

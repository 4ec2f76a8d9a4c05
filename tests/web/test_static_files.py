"""What the browser loads: committed, complete, small, without a word of inline code."""

import gzip
import json
import re
from pathlib import Path

from web.shared.assets import SHEETS, STATIC

ROOT = Path(__file__).resolve().parents[2]
PAGES = [path for path in (ROOT / "web").rglob("*.html") if "node_modules" not in path.parts]


def test_every_file_of_the_manifest_is_there() -> None:
    manifest = json.loads((STATIC / "editors/.vite/manifest.json").read_text())
    named = [entry["file"] for entry in manifest.values()] + [
        css for e in manifest.values() for css in e.get("css", [])
    ]
    assert named
    assert [name for name in named if not (STATIC / "editors" / name).is_file()] == []


def test_no_built_file_is_left_over_from_an_earlier_build() -> None:
    manifest = (STATIC / "editors/.vite/manifest.json").read_text()
    assert [path.name for path in (STATIC / "editors/assets").iterdir() if path.name not in manifest] == []


def test_the_scripts_of_the_worklist_weigh_at_most_30_kb() -> None:
    scripts = (STATIC / "js").glob("*.js")
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) <= 30_000


def test_no_page_has_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=")
    assert [path.name for path in PAGES if inline.search(path.read_text(encoding="utf-8"))] == []


def test_every_style_sheet_is_part_of_the_one_that_pages_load() -> None:
    assert sorted(SHEETS) == sorted(path.stem for path in (STATIC / "css").glob("*.css"))


def test_the_vendored_code_comes_with_its_licences() -> None:
    assert "bpmn-js" in (STATIC / "THIRD_PARTY_LICENSES.txt").read_text()


def test_a_browser_without_light_dark_has_every_colour_of_the_light_look() -> None:
    tokens = (STATIC / "css/tokens.css").read_text(encoding="utf-8")
    today, _, older = tokens.partition("@supports not (color: light-dark(#fff, #000))")
    colour = r"(?:rgb\([^)]*\)|#\w+)"
    light = {
        name: re.sub(rf"light-dark\(({colour}), {colour}\)", r"\1", value)
        for name, value in re.findall(r"^ +(--[\w-]+): (.*light-dark.*);", today, re.MULTILINE)
    }
    assert len(light) > 20
    assert light == dict(re.findall(r"^ +(--[\w-]+): (.*);", older, re.MULTILINE))

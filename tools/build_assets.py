"""Copy and bundle the front-end parts that pages need into src/zhenwu/web/static/zhenwu/vendor/.

Usage: python tools/build_assets.py NODE

NODE is the Node.js program; the packages of package-lock.json lie in node_modules/. The folder is written
beside the old one and then put in its place, so that a broken build leaves the pages as they were.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/zhenwu/web/static/zhenwu/vendor"
SVG = "http://www.w3.org/2000/svg"

LICENCES = {
    "htmx": "htmx.org/LICENSE",
    "Apache ECharts": "echarts/LICENSE",
    "Apache ECharts, notice": "echarts/NOTICE",
    "ZRender": "zrender/LICENSE",
    "Tabler Icons": "@tabler/icons/LICENSE",
}


def icon_names(text: str) -> list[str]:
    """Return the names in icons.txt, without comments and empty lines."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return sorted({line for line in lines if line})


def sprite(names: list[str], folder: Path) -> str:
    """Return one SVG with a symbol for each named icon; the page sets size and stroke width."""
    missing = [name for name in names if not (folder / f"{name}.svg").is_file()]
    if missing:
        raise SystemExit(f"tools/icons.txt names icons that Tabler does not have: {', '.join(missing)}")
    ElementTree.register_namespace("", SVG)
    sheet = ElementTree.Element(f"{{{SVG}}}svg")
    for name in names:
        symbol = ElementTree.SubElement(
            sheet,
            f"{{{SVG}}}symbol",
            {
                "id": name,
                "viewBox": "0 0 24 24",
                "fill": "none",
                "stroke": "currentColor",
                "stroke-linecap": "round",
                "stroke-linejoin": "round",
            },
        )
        for shape in ElementTree.parse(folder / f"{name}.svg").getroot():
            if shape.get("stroke") != "none":  # Tabler's invisible bounding box
                shape.tail = None
                symbol.append(shape)
    return ElementTree.tostring(sheet, encoding="unicode") + "\n"


def bundle_charts(node: str, target: Path) -> None:
    """Bundle the ECharts parts of charts.js into one script."""
    command = [node, str(MODULES / "esbuild/bin/esbuild"), str(ROOT / "tools/charts.js")]
    command += ["--bundle", "--minify", "--format=iife", "--global-name=echarts", "--target=es2020"]
    command += ["--define:process.env.NODE_ENV='production'", "--legal-comments=none", "--log-level=warning"]
    subprocess.run([*command, f"--outfile={target}"], check=True, cwd=ROOT)


def build(node: str) -> None:
    """Write the vendor folder anew."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    shutil.copyfile(MODULES / "htmx.org/dist/htmx.min.js", fresh / "htmx.min.js")
    bundle_charts(node, fresh / "echarts.min.js")
    names = icon_names((ROOT / "tools/icons.txt").read_text("utf-8"))
    (fresh / "icons.svg").write_text(sprite(names, MODULES / "@tabler/icons/icons/outline"), "utf-8")
    parts = [
        f"{title}\n\n{(MODULES / path).read_text('utf-8').strip()}\n" for title, path in LICENCES.items()
    ]
    (fresh / "LICENSES.txt").write_text(f"\n{'-' * 72}\n\n".join(parts), "utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    build(sys.argv[1])

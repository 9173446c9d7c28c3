"""Files as other programs make them: LibreOffice, which the tests need."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from zhenwu import writer

FONTS = Path(writer.__file__).parent / "template" / "fonts.conf"


@pytest.fixture(scope="session")
def resave(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Open a document in LibreOffice and save it as another kind, as a clerk with another program would."""
    profile = tmp_path_factory.mktemp("office")

    def convert(data: bytes, *kinds: str, source: str = "docx") -> bytes:
        folder = tmp_path_factory.mktemp("resave")
        path = folder / f"0.{source}"
        path.write_bytes(data)
        for step, kind in enumerate(kinds, 1):
            out = folder / str(step)
            subprocess.run(
                [
                    *("soffice", "--headless", f"-env:UserInstallation=file://{profile}"),
                    *("--convert-to", kind, "--outdir", str(out), str(path)),
                ],
                check=True,
                capture_output=True,
                timeout=120,
                env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
            )
            path = next(Path(out).iterdir())
        return path.read_bytes()

    return convert

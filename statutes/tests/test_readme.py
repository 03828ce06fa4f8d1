"""What the README shows is true."""

import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_example_of_the_readme_runs() -> None:
    [example] = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}

    exec(compile(example, str(README), "exec"), names)  # noqa: S102 - it is our own page

    clocks = names["clocks"]
    assert isinstance(clocks, dict)
    assert [*clocks] == ["CN-23A", "YB-CN-23A"]

"""Holds ONNX files against the checker of the onnx package, shape inference included.

usage: python3 check_onnx.py FOLDER        needs: pip install onnx
Prints one JSON object: how many files it checked, and what is wrong with which. Exit code 3 where the package is missing.
"""
import json
import pathlib
import sys

try:
    import onnx
except ImportError:
    sys.exit(3)

files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
problems = {}
for path in files:
    try:
        onnx.checker.check_model(onnx.load(path), full_check=True)
    except Exception as error:  # whatever the checker says belongs in the report
        problems[path.name] = str(error)
print(json.dumps({"checked": len(files), "problems": problems}))

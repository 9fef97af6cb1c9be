#!/bin/sh
# Makes the mathematical font of the book: the characters of fonts/mathematics.txt, out of New Computer Modern Math.
#
#   book/theme/mathematics.sh NewCMMath-Regular.otf
#
# The original is at https://ctan.org/pkg/newcomputermodern. It needs `pip install fonttools brotli`.
set -eu
original=$(realpath "$1")
cd "$(dirname "$0")/fonts"
pyftsubset "$original" --unicodes-file=mathematics.txt --flavor=woff2 --layout-features=ssty --desubroutinize \
  --output-file=mathematics.woff2

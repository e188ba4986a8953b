"""The compiler's own process: a template's path as argument, data in, a PDF out."""

import sys

import typst

if __name__ == "__main__":
    # To be kept (PDF/A, ISO 19005-3), and to be read aloud (PDF/UA, ISO 14289-1).
    pdf = typst.compile(
        sys.argv[1],
        format="pdf",
        sys_inputs={"data": sys.stdin.read()},
        pdf_standards=["a-3a", "ua-1"],
        ignore_system_fonts=True,
    )
    sys.stdout.buffer.write(pdf)

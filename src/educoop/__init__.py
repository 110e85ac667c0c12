"""Education cooperation between China and Central Asia: documents in, evidenced dataset out."""

__version__ = "0.1.0"

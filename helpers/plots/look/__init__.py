"""The look that all figures share: their colours on a light page and on a dark one, and as SVG."""

"""The console of administrators, under `/admin`. Begin with `console.py`: what stands before every page."""

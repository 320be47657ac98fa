"""Source papers: handing out their scans."""

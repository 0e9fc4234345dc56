"""What is kept from day to day, counted and shown: runs, shoes, weeks, trends, charts, files."""

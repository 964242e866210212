"""What stands where: lines, headings, tables, boxes and running text of a document."""

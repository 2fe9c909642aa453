"""What sheets, header cells, columns and rows mean: found in the models' notes, and by the values themselves."""

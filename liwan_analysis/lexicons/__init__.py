"""Lexicons: the word lists an analyst edits, jieba's dictionary, and the one reader of numerals."""

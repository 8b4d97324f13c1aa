"""The common tutorial script: read a file, cut it with jieba, draw a word cloud. The yardstick of bench_terms.py.

usage: python tutorial_script.py TEXT PICTURE [FONT]
"""

import sys

import jieba
from wordcloud import WordCloud

source, picture, *font = sys.argv[1:]
with open(source, encoding="utf-8") as file:  # noqa: PTH123 - as the tutorials have it
    text = file.read()
words = jieba.lcut(text)
cloud = WordCloud(font_path=font[0] if font else None, width=800, height=600, background_color="white")
cloud.generate(" ".join(words))
cloud.to_file(picture)

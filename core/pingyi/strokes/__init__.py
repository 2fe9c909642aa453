"""Name lists by surname strokes (按姓氏笔画排序): stroke count, then the kinds 横竖撇点折 one after another.

`strokes.txt` holds the strokes of 6,939 characters, `make.py` says where they come from.
"""

from pingyi.strokes.order import StrokeOrder

__all__ = ["StrokeOrder"]

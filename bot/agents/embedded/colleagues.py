"""Colleagues whose names a message has in signs, while the directory has them in letters."""

import re

from .part import Part

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_COLLEAGUE = re.compile(
    rf"(?<![\u4e00-\u9fff\d])([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    r"(?:名下|负责的?|手上|手里|手头|那边的?|那儿|这边的?|跟的|管的|带的|有(?:哪些|多少|几|什么|没有|啥)|还有|"
    r"(?:今天|明天|本周|这周|下周|这个月|本月)?的(?:客户|续约|合同|名单|单子|任务|待办|商机|账户|盘子))"
)
"""A colleague whose name is written in signs, while the directory has it in letters."""


def colleague(part: Part) -> str | None:
    """A colleague whose name is written in signs; signs that mean something else (黄色, 周三) are none."""
    match = _COLLEAGUE.search(part.low)
    if match is None:
        return None
    start, end = part.start + match.start(1), part.start + match.end(1)
    heard = [(hit.start, hit.end) for hit in part.scene.hits] + [(time.start, time.end) for time in part.scene.times]
    return None if any(first < end and start < last for first, last in heard) else match.group(1)

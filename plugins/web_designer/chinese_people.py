"""People whom a Chinese brief names behind what they are: “健身教练王磊的网站”, “我是作家林以安”."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SURNAME = (
    "(?:欧阳|司马|上官|诸葛|慕容|令狐|皇甫|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝左涂谷"
    "祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边简])"
)
_ROLE = (
    r"(?:作家|画家|诗人|歌手|音乐人|插画师|摄影师|设计师|化妆师|造型师|书法家|建筑师|咨询师|治疗师|营养师|按摩师|调律师|修表匠|木匠|编剧|导演|演员|主持人|主播|博主|律师|医生"
    r"|老师|教师|教练|师傅|司仪|翻译|月嫂|保姆|护工|中医|厨师|主厨|木雕师|花艺师|纹身师|漫画家|作曲家|钢琴家|舞者|魔术师|程序员|会计师?|候选人|学者|教授)"
)
_NAMED = re.compile(
    rf"(我[是叫]?[^，。,.\s]{{0,6}})?{_ROLE}\s?({_SURNAME}[\u4e00-\u9fff]{{1,2}})(?=[，,。；\s的]|做|想|需|要|$)"
)
_NO_NAME = re.compile(
    "介绍|简介|老师|公司|工作|方便|成长|高级|金牌|石膏|白天|安排|常年|成人|文化|向导|华语|时间|费用|单价|强烈|解答"
)


def named_behind_role(brief: str) -> Iterator[tuple[str, bool]]:
    """Names of people, and whether the writer says of himself that he is called so."""
    for match in _NAMED.finditer(brief):
        if not _NO_NAME.search(match[2]):
            yield match[2], match[1] is not None

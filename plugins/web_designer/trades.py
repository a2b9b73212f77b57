"""What a page is about, told by its words in English and Chinese, and what a picture of it may show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Trade:
    """A field of work.

    Attributes:
        words: stems by which it is known; those in Latin script begin a word.
        motifs: names in ``motifs.MOTIFS``, the most telling first.
        styles: styles that suit it, the best first.
        palettes: likewise.
    """

    words: str
    motifs: tuple[str, ...]
    styles: tuple[str, ...]
    palettes: tuple[str, ...]


def _trade(words: str, motifs: str, styles: str, palettes: str) -> Trade:
    return Trade(words, tuple(motifs.split()), tuple(styles.split()), tuple(palettes.split()))


TRADES: Mapping[str, Trade] = {
    "bread": _trade(
        "bak bread sourdough loaf loaves croissant pastr cake flour patisserie bäck brot boulanger 面包 烘焙 蛋糕 吐司 酥",
        "loaf croissant baguettes wheat",
        "craft editorial retro soft",
        "clay sun rose",
    ),
    "coffee": _trade(
        "coffee espresso café cafe roast barista latte kaffee 咖啡", "cup moka pot_plant", "craft retro swiss", "clay ink"
    ),
    "tea": _trade(
        "tea teas teahouse matcha oolong 茶 龙井 乌龙 普洱",
        "gaiwan teapot leaf_sprig",
        "scroll editorial botanical",
        "forest ink clay",
    ),
    "food": _trade(
        "restaurant bistro kitchen menu dish chef cook dinner lunch eat food grill noodle trattoria 餐 菜 饭 面馆 火锅 厨 小吃 川 鱼 点心",
        "noodles pot fish chili",
        "retro editorial poster luxe",
        "rose clay sun",
    ),
    "wine": _trade("wine vineyard winery bar cocktail brew beer 酒", "wine bottle fish", "luxe editorial retro", "plum rose clay"),
    "flowers": _trade("florist flower bouquet bloom 花 鲜花", "tulips leaf_sprig vase", "botanical soft luxe", "rose plum forest"),
    "plants": _trade(
        "garden plant nursery orchard farm tree seed organic landscape allotment 园艺 植物 农场 果园 苗 花园",
        "pot_plant monstera leaf_sprig sprout",
        "botanical craft editorial",
        "forest sun clay",
    ),
    "bicycle": _trade(
        "bicycle bike cycl wheel courier fahrrad vélo 自行车 单车 骑行",
        "bicycle gear wrench",
        "poster swiss retro",
        "sun ocean clay",
    ),
    "tools": _trade(
        "workshop repair mechanic plumb electric carpent joiner garage tool maker craft pottery 维修 木工 五金 修理 工坊 陶",
        "hammer wrench gear vase",
        "craft poster swiss",
        "clay ocean sun",
    ),
    "music": _trade(
        "music band concert record vinyl guitar piano choir festival dj song 音乐 乐队 唱片 吉他 钢琴 演出",
        "vinyl guitar microphone",
        "poster night retro",
        "violet rose sun",
    ),
    "books": _trade(
        "book librar publish author novel poet writ 书 阅读 图书 出版 文学 作家", "books open_book cup", "editorial scroll retro", "ink clay plum"
    ),
    "game": _trade(
        "game player studio pixel quest arcade rpg level puzzle 游戏 玩家 像素 关卡", "gamepad invader potion planet", "night terminal poster", "violet ocean rose"
    ),
    "software": _trade(
        "software saas app platform api cloud data developer code dashboard automat deploy startup terminal command 软件 平台 应用 数据 开发 代码 系统 智能",
        "window cards prompt growth",
        "glass night terminal swiss",
        "ocean violet ink",
    ),
    "wellness": _trade(
        "yoga spa wellness massage meditat pilates breath studio 瑜伽 冥想 养生 按摩 呼吸", "lotus_pose lotus stones", "botanical soft scroll", "forest clay rose"
    ),
    "health": _trade(
        "health clinic doctor dent medic therap physio hospital care nurs pharmac arzt praxis 健康 诊所 医 牙 护理 药", "heart pot_plant stones", "soft swiss glass", "ocean forest rose"
    ),
    "building": _trade(
        "architect build construct house real estate property interior home renovat roof 建筑 装修 房 室内 地产 民宿", "house towers pot_plant", "swiss luxe editorial", "ink clay forest"
    ),
    "law": _trade(
        "law solicitor attorney legal notar advoca court anwalt kanzlei avocat 律师 法律 法务 公证", "columns scales deed", "editorial luxe swiss", "ink forest plum"
    ),
    "finance": _trade(
        "financ bank invest tax account insur pension fund 财务 金融 会计 税 投资 保险", "growth columns deed", "swiss glass editorial", "ink ocean forest"
    ),
    "travel": _trade(
        "travel tour trip hotel hostel sail sea boat island beach hike mountain guide camp 旅行 旅游 海 岛 酒店 徒步 露营 山", "boat lighthouse peaks suitcase", "retro editorial soft", "ocean sun clay"
    ),
    "wedding": _trade("wedding bride groom marri elop 婚礼 婚纱 新娘 婚", "rings tulips camera prints", "luxe editorial soft", "rose clay plum"),
    "photography": _trade(
        "photo camera portrait film fotograf 摄影 相机 照片 影像", "camera prints painting", "luxe editorial swiss", "ink clay rose"
    ),
    "fashion": _trade(
        "fashion cloth dress tailor jewel shoe textile hair salon barber beauty boutique 时装 服装 裁缝 珠宝 美发 美容 旗袍", "dress hanger scissors", "luxe editorial poster", "plum rose ink"
    ),
    "pets": _trade("pet dog cat puppy kitten vet animal groom 宠物 狗 猫 兽医", "dog cat paw", "soft playful poster", "sun rose ocean"),
    "school": _trade(
        "school pupil child kid class teach kindergarten nursery learn course educat student schule école 学校 小学 幼儿园 孩子 课 教 学生",
        "pencil blocks apple globe bus",
        "playful soft swiss",
        "sun ocean rose",
    ),
    "sport": _trade(
        "sport gym fitness club run team football swim climb coach train race 健身 运动 足球 跑步 篮球 训练", "dumbbell ball medal", "poster swiss night", "rose ocean sun"
    ),
    "museum": _trade(
        "museum exhibit gallery art artist sculpture collection heritage archive 博物馆 展览 美术馆 艺术 文物", "amphora painting bust", "swiss editorial luxe", "rose ink sun"
    ),
    "charity": _trade(
        "charity donat volunteer community food bank shelter refugee foundation help nonprofit 公益 慈善 捐 志愿 社区 基金会", "hands sprout heart house", "soft craft poster", "rose forest ocean"
    ),
}
_MOTIF_WORDS: Mapping[str, str] = {
    "loaf": "bread loaf sourdough rye 面包 吐司",
    "croissant": "croissant pastr butter 可颂 酥",
    "baguettes": "baguette basket order 长棍",
    "wheat": "wheat flour grain rye mill 麦 面粉 米",
    "cup": "coffee espresso cup latte 咖啡 杯",
    "teapot": "teapot brew 壶 泡 煮 煎",
    "gaiwan": "tea tasting 茶 盖碗 龙井 品",
    "leaf_sprig": "leaf leaves herb oolong mint spring 叶 春 采",
    "noodles": "noodle soup ramen bowl 面 碗 汤 粉",
    "pot": "stew pot simmer oven curry 锅 炖 煲",
    "fish": "fish seafood cod 鱼 海鲜 虾",
    "chili": "chili spice pepper hot 椒 辣",
    "wine": "wine glass bar 酒",
    "bottle": "bottle oil cider gin 瓶 油",
    "pot_plant": "plant home grow 盆 植",
    "monstera": "tropical green shade 夏 绿",
    "tulips": "flower bouquet bloom bride 花",
    "bicycle": "bike bicycle cycl commut ride 车 骑",
    "gear": "gear service drivetrain setting automat integrat 齿轮 保养 设置",
    "wrench": "repair wrench brake fix puncture 修",
    "vinyl": "record vinyl sound album soundtrack 唱片 声",
    "guitar": "guitar acoustic song 吉他",
    "microphone": "voice choir sing song speak talk podcast interview 唱 歌 声音 主持",
    "books": "books library archive guide 书架 阅览",
    "open_book": "book read story stories write 书 读 故事",
    "window": "dashboard app screen report page view 界面 软件",
    "prompt": "terminal command code api script 命令 代码",
    "cards": "chart forecast trend metric 图表 计划",
    "growth": "grow profit revenue invest return 增长 收益",
    "lotus_pose": "yoga pose class flow meditat 瑜伽 冥想 课 体式",
    "lotus": "lotus calm rest restor sleep breath 莲 静 呼吸 阴",
    "stones": "stone balance massage relax 石 放松 平衡",
    "heart": "health heart care love 健康 心 爱",
    "house": "house home property tenan shelter 房 家",
    "towers": "city office company business commercial 城 公司 写字楼",
    "columns": "court law trust history 法院 法律",
    "scales": "dispute justice right fair employment 纠纷 公平 权",
    "deed": "contract document will lease notar paper agreement 合同 文件 遗嘱",
    "boat": "boat sail sea harbour river 船 海 河",
    "lighthouse": "coast island lighthouse 岛 灯塔 岸",
    "peaks": "mountain landscape outdoor view trail 山 户外 景",
    "suitcase": "travel trip luggage holiday 旅 行李",
    "dress": "dress gown wardrobe 裙 旗袍 衣",
    "rings": "ring ceremony vow engage wedding 戒 仪式 婚",
    "dog": "dog puppy walk 狗 犬",
    "cat": "cat kitten 猫",
    "pencil": "draw write pencil homework sketch 画 写 笔",
    "blocks": "play build shape block toy 玩 积木 游戏",
    "apple": "lunch apple healthy fruit snack 午餐 苹果 水果 饭",
    "globe": "world language geography global map 世界 英语 地理",
    "camera": "photo camera portrait shoot 摄影 拍 相机",
    "prints": "print album edit gallery picture 照片 相册",
    "ball": "football sport team match play 球 体育 运动",
    "dumbbell": "gym strength weight 健身 力量",
    "medal": "award prize best medal proud 奖 荣誉",
    "amphora": "vase clay ancient greek pot vessel 陶 瓷 古",
    "painting": "paint still jug canvas picture exhibit 画 展",
    "bust": "sculpture portrait head marble 雕 像",
    "gamepad": "game control play co-op 手柄 玩",
    "invader": "enemy pixel monster boss 怪 像素",
    "potion": "potion magic craft alchem chemi lab science 药水 魔法 科学 实验",
    "planet": "planet space star world night orbit 星 宇宙 夜",
    "hands": "volunteer help give donat 志愿 帮 捐",
    "sprout": "sprout seed young start new 苗 芽 种",
    "scissors": "hair cut trim tailor 剪 发",
    "hammer": "build hammer wood carpent 木 造",
    "vase": "ceramic pottery glaze 陶瓷 釉",
    "pin": "visit find where address place 地址 位置 来",
    "bus": "bus transport trip school run 校车 交通",
}
_PLAIN = Trade("", (), ("swiss", "editorial", "soft", "glass"), ("ink", "forest", "clay"))


def trade_of(text: str) -> str:
    """The trade whose words stand most often in ``text``; empty if there is none."""
    lowered = text.lower()
    scores = {name: len(pattern.findall(lowered)) for name, pattern in _patterns().items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else ""


def trade(name: str) -> Trade:
    """The trade of a name; one that suits anything for a name that is none."""
    return TRADES.get(name, _PLAIN)


def motifs_for(text: str, among: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The things that ``text`` names, first those ``among`` the given."""
    lowered = text.lower()
    patterns = _motif_patterns()
    ordered = (*among, *(name for name in patterns if name not in among))
    return tuple(name for name in ordered if name in patterns and patterns[name].search(lowered))


@cache
def _motif_patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: _pattern([*name.split("_"), *words.split()]) for name, words in _MOTIF_WORDS.items()}


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: _pattern(found.words.split()) for name, found in TRADES.items()}


def _pattern(stems: list[str]) -> re.Pattern[str]:
    latin = [re.escape(stem) for stem in stems if ord(stem[0]) < 0x2E80]
    chinese = [re.escape(stem) for stem in stems if ord(stem[0]) >= 0x2E80]
    short = [rf"{stem}(?:s|es|ed|er|ers|ing)?\b" if len(stem) < 6 else stem for stem in latin]
    return re.compile("|".join([*(rf"\b{stem}" for stem in short), *chinese]))

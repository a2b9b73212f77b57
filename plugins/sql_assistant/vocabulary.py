"""Words for the same thing: shortened names of columns and tables, and what people say instead of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plugins.sql_assistant.words import stem

_SHORT = """
acct account; addr address; adj adjustment; admin administration; adm administration; agcy agency; agr agreement; alloc
allocation; amt amount; ap payable; app application; appl application; appt appointment; ar receivable; asst asset; att
attendance; bal balance; bgt budget; bud budget; bom bill material; cat category; cd code; cfg configuration; cnt count; cntry
country; co company; comm commission; comp component; cont contract; cr credit; ctr center; ctry country; cur currency; curr
currency; cust customer; dely delivery; dep department; dept department; desc description; descr description; disc discount; dob
birth; doc document; dr debit; dt date; dur duration; emp employee; eqp equipment; equip equipment; evt event; fa asset; fac
facility; fi finance; fin finance; fisc fiscal; fk key; fx exchange; gl ledger; grp group; gr receipt; hdr header; hr employee;
hrs hour; id identifier; ins insurance; inv invoice inventory; itm item; kpi figure; lang language; loc location; mach machine;
mat material; mdm product; mfg manufacturing production; mgr manager; mkt marketing; mnt maintenance; mon month; msg message;
mst master; mvmt movement; nbr number; nm name; no number; num number; opp opportunity; ord order; org organization; pct
percent; perf performance; phn phone; pmt payment; po purchase order; pos position; prc price; prd product period; prj project;
prod product; proj project; pur purchase; pymt payment; py payroll; qm quality; qry query; qty quantity; rc recruiting; rcpt
receipt; ref reference; reg region; rep representative; req requisition; resrv reserved; ret return; rev revenue revision; rfq
quotation; rma return; rtg routing; rtn return; sal salary; sku product; sla agreement; sls sale; so sale order; src source; st
state; stat status; std standard; stk stock; sts status; supp supplier; svc service; ta attendance; tel phone; tms transport;
tot total; tr treasury; trx transaction; txn transaction; typ type; uom unit; usr user; val value; vat tax; vend vendor; wc
center; wd word; wds word; yrs year; exp expiry experience; recv received; dlv delivery delivered; tgt target; transl
translator; lvl level; pts point; temp temperature; avail available; rm room; bldg building; mbr member; stud student; tchr
teacher; crs course; dist distance; hgt height; len length; wgt weight; spd speed; cap capacity; pub published; auth author
authorization; lic licence; veh vehicle; trans transaction; wh warehouse; whs warehouse; wo work order; wt weight; yr year; zip
postcode
"""

_SAME = """
customer client buyer account debtor; employee staff worker personnel colleague people; supplier vendor creditor; product item
article material good merchandise; invoice bill; order purchase; salary wage pay payroll earning; vacation leave holiday
absence; sale revenue turnover; stock inventory hand; shipment delivery freight consignment; warehouse depot store; country
nation; town city; phone telephone mobile; cost expense spending spend expenditure; budget plan planned; actual real; machine
equipment device; repair maintenance fix; defect fault failure; complaint grievance; ticket case issue incident request; visit
visitor traffic; review rating star feedback; candidate applicant; vacancy position opening job; department division; region
area territory; contract agreement; discount rebate reduction; payment paid; price cost amount; cancel cancellation; film movie;
author writer; student pupil; teacher instructor professor; patient person; doctor physician; car vehicle automobile; flight
plane; school college university; company firm business; category kind type class genre; picture image photo; song track; team
squad club; player athlete; owner holder; shop store webshop; user login member; quote quotation offer; licence license; centre
center; expire expiry; delay late overdue due; manager boss supervisor; hour time duration; overtime extra; vaccination shot jab; match game
fixture; book novel
"""

_NATIONS = """
american usa us united_states america; argentine argentina; argentinian argentina; australian australia; austrian austria; belgian belgium;
brazilian brazil; british uk united_kingdom great_britain gb; bulgarian bulgaria; canadian canada; chilean chile; chinese china; colombian
colombia; croatian croatia; cuban cuba; czech czechia czech_republic; danish denmark; dutch netherlands the_netherlands holland; egyptian
egypt; english england uk; estonian estonia; finnish finland; french france; german germany; greek greece; hungarian hungary; icelandic
iceland; indian india; indonesian indonesia; iranian iran; irish ireland; israeli israel; italian italy; jamaican jamaica; japanese japan;
kenyan kenya; korean korea south_korea; latvian latvia; lithuanian lithuania; malaysian malaysia; mexican mexico; moroccan morocco;
nigerian nigeria; norwegian norway; pakistani pakistan; peruvian peru; polish poland; portuguese portugal; romanian romania; russian russia;
scottish scotland; serbian serbia; singaporean singapore; slovak slovakia; slovenian slovenia; south_african south_africa; spanish spain;
swedish sweden; swiss switzerland; thai thailand; turkish turkey; ukrainian ukraine; vietnamese vietnam; welsh wales
"""

_GENDERS = """
female f woman; females f female; woman f female; women f female woman; girl f female; girls f female; male m man; males m male; man m male;
men m male man; boy m male; boys m male
"""

_CHINESE = """
客户 customer; 顾客 customer; 订单 order; 产品 product; 商品 product; 物料 material; 员工 employee; 雇员 employee;
部门 department; 工资 salary; 薪水 salary; 薪资 salary; 供应商 supplier; 采购 purchase; 销售 sale; 库存 stock; 仓库 warehouse;
发票 invoice; 付款 payment; 收款 payment; 支付 payment; 合同 contract; 项目 project; 价格 price; 单价 price; 金额 amount;
数量 quantity; 日期 date; 城市 city; 国家 country; 地区 region; 退货 return; 投诉 complaint; 运输 shipment; 发货 shipment;
物流 shipment; 预算 budget; 成本 cost; 费用 cost; 收入 revenue; 利润 margin; 银行 bank; 账户 account; 资产 asset; 机器 machine;
设备 equipment; 维修 maintenance; 质量 quality; 检验 inspection; 缺陷 defect; 折扣 discount; 类别 category; 分类 category;
品牌 brand; 姓名 name; 名称 name; 电话 phone; 地址 address; 年龄 age; 生日 birth; 性别 gender; 状态 status; 用户 user;
经理 manager; 休假 vacation; 请假 leave; 病假 sick; 加班 overtime; 招聘 recruiting; 候选人 candidate; 面试 interview;
工单 ticket; 评价 review; 评论 review; 优惠券 coupon; 学生 student; 老师 teacher; 教师 teacher; 课程 course; 医生 doctor;
病人 patient; 患者 patient; 电影 film; 图书 book; 书 book; 作者 author; 歌曲 song; 专辑 album; 航班 flight; 机场 airport;
汇率 rate; 税 tax; 贷款 loan; 保险 insurance; 车辆 vehicle; 司机 driver; 路线 route; 门店 store; 商店 shop; 会员 member;
活动 event; 广告 ad; 凭证 document; 科目 account; 总账 ledger; 折旧 depreciation
"""


def pairs(text: str) -> dict[str, tuple[str, ...]]:
    """Entries parted by semicolons: a word, and what goes with it."""
    entries = (entry.split() for entry in text.split(";"))
    return {first: tuple(rest) for first, *rest in entries}


SHORT: Mapping[str, tuple[str, ...]] = MappingProxyType(pairs(_SHORT))
"""What a shortened part of a name stands for."""

CHINESE: Mapping[str, tuple[str, ...]] = MappingProxyType(pairs(_CHINESE))
"""What a Chinese word is called in schemas with English names."""


NATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {word: tuple(name.replace("_", " ") for name in names) for word, names in pairs(_NATIONS).items()}
)
"""Countries, lower case, that people of a nation come from."""

SPELT: Mapping[str, str] = MappingProxyType(
    {
        one: other
        for first, second in (
            "colour color".split(), "licence license".split(), "centre center".split(), "theatre theater".split(),
            "catalogue catalog".split(), "programme program".split(), "neighbour neighbor".split(),
        )
        for one, other in ((first, second), (second, first))
    }
)  # fmt: skip
"""Words of the one English as the other one spells them."""

GENDERS: Mapping[str, tuple[str, ...]] = MappingProxyType(pairs(_GENDERS))
"""How a column of genders may write what a word means, lower case."""


def _same() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in _SAME.split(";"):
        group = frozenset(map(stem, entry.split()))
        for word in group:
            found[word] = found.get(word, frozenset()) | (group - {word})
    return found


SAME: Mapping[str, frozenset[str]] = MappingProxyType(_same())
"""Words that people and schemas use for the same thing, singular."""

"""Guesses for an import: what a column holds, by its name and by its values.

A guess is only a proposal that a person sees in the mapping and changes. Targets are the short
words that ``rights.import.mapping.line`` offers.
"""

import re
import unicodedata
from collections import Counter, defaultdict

from .import_words import guess_meaning

# --- column names ------------------------------------------------------------------------------

_RESPONDENT = (
    r"(?:被投诉举报|被投诉|被举报|被诉|被申诉|被反映|涉诉|涉事|投诉对象|投诉单位|经营者?|商家|商户"
    r"|企业|厂家|厂商|制造商|生产商|经销商|公司|店铺|门店|卖家|商场|respondent|merchant|company"
    r"|seller|dealer|vendor|shop|store|supplier|manufacturer|business|defendant)"
)
_COMPLAINANT = (
    r"(?:投诉举报人|投诉人|举报人|申诉人|消费者|申请人|来电人|来访人|反映人|诉求人|咨询人|提供方"
    r"|当事人|客户|用户|买家|车主|联系人|complainant|consumer|customer|caller|reporter|claimant"
    r"|buyer|client)"
)
_PHONE = r"(?:联系电话|联系方式|电话号码|手机号码?|电话|手机|号码|phone|tel|telephone|mobile)"
_ADDRESS = r"(?:详细地址|联系地址|地址|住址|住所|地点|address|addr)"
_MOMENT = r"(?:时间|日期|年月日|日|at|on|date|time|datetime)"
_WHOSE = r"(?:投诉举报|投诉|举报|申诉|工单|案件|事项|业务|受理|登记|诉求|信件|来电|原|旧|外部|平台)"

# (target, pattern of the whole name, weight); names are compared without spaces and punctuation
_RULES = [
    ("external_number", rf"{_WHOSE}*(?:编号|单号|编码|流水号|号码|号|id|标识)", 9),
    (
        "external_number",
        r"(?:case|ticket|complaint|record|old|external|former)?(?:id|no|num|number|code)",
        9,
    ),
    ("purchase_date", rf"(?:购买|购车|购物|消费|交易|下单|提车|购置){_MOMENT}", 9),
    ("purchase_date", r"(?:purchase|order|buy)(?:d|ed)?(?:date|time|at|on)", 9),
    ("accepted_at", rf"(?:受理|立案|accept(?:ed|ance)?){_MOMENT}", 9),
    ("concluded_at", rf"(?:办结|结案|完结|完成|处理完成|解决|关闭|办理完毕|结束){_MOMENT}", 9),
    (
        "concluded_at",
        r"(?:close|closed|finish|finished|resolve|resolved|conclude|concluded|end)(?:at|on|date|time)",
        9,
    ),
    ("replied_at", rf"(?:回复|答复|反馈|回访|reply|replied|response){_MOMENT}", 8),
    ("archived_at", rf"(?:归档|archived?){_MOMENT}", 9),
    (
        "received_at",
        rf"(?:投诉|举报|登记|收到|接收|接件|接单|来电|来访|来信|提交|反映|诉求|申请|申诉|创建|录入|发布|上报)+{_MOMENT}",
        9,
    ),
    (
        "received_at",
        r"(?:receive|receipt|received|create|created|submit|submitted|complaint|report|post|posted|register|registered|open|opened)(?:at|on|date|time|datetime)",
        9,
    ),
    (
        "received_at",
        r"date(?:of)?(?:receipt|received|submitted|created|opened|filed|ofcomplaint)",
        9,
    ),
    ("received_at", r"日期|时间|date|time|datetime|received|created|timestamp", 7),
    (
        "kind",
        r"事项类型|诉求类型|事项|业务类型|工单类型|信件类型|信访类型|kind|tickettype|casetype|matter",
        6,
    ),
    ("stage", r"(?:处理|办理|工单|案件|当前|投诉|流程)*(?:状态|进度|环节|阶段|节点)", 9),
    ("stage", r"(?:case|current|ticket)?(?:status|state|stage|progress)", 9),
    (
        "nature",
        r"(?:投诉|典型|反映|主要|故障|诉求)*(?:问题|性质|原因|类别|类型)(?:类型|类别|分类|代码|编码|性质)?(?:名称)?",
        7,
    ),
    (
        "nature",
        r"(?:problem|issue|nature|reason|category|complainttype|problemcode|issuecode)s?(?:code|codes|type)?",
        7,
    ),
    (
        "item_class",
        r"(?:商品|服务|产品|行业|客体)(?:大类|类别|类型|分类|小类|种类)(?:名称)?|行业|品类|大类",
        8,
    ),
    ("item_class", r"(?:product|goods|service|item)(?:class|category|type)|industry|sector", 8),
    ("brand", r"(?:商品|产品)?(?:品牌|商标|牌子)(?:名称)?|brand(?:name)?|make", 9),
    ("product_model", r"(?:商品|产品|汽车|车辆)?(?:型号|车型|车系|车款|款式|规格|配置)", 9),
    ("product_model", r"(?:car|product|vehicle)?(?:model|series|trim|version)(?:name)?", 9),
    ("product_model", r"(?:商品|产品|服务|客体)(?:名称)?|product(?:name)?|goods|item|type", 5),
    (
        "subject",
        r"(?:投诉|工单|诉求|信件|问题)*(?:标题|主题|题目|摘要|概述|简述)|title|subject|summary|headline",
        9,
    ),
    (
        "facts",
        r"(?:投诉|举报|问题|主要|反映|详细|具体|事件|信件)*(?:内容|描述|详情|简要情况|概况|情况|事由|经过|正文|说明|事实)",
        9,
    ),
    (
        "facts",
        r"(?:complaint|problem|issue)?(?:desc|description|content|contents|details?|text|body|facts|message)|complaint|.*narrative",
        9,
    ),
    ("request", r"诉求内容|(?:投诉|主要|消费者|具体)*(?:诉求|请求|要求|期望|愿望)", 8),
    ("request", r"demands?|claims?|request|requests|expectation", 8),
    (
        "amount_recovered",
        r"挽回(?:经济)?损失(?:金额)?|(?:退款|赔付|赔偿|退赔)金额|(?:amount)?(?:recovered|refunded|refund)(?:amount)?",
        9,
    ),
    (
        "amount_dispute",
        r"(?:涉及|争议|涉案|投诉|消费|交易|订单|索赔|合同|购买)*(?:金额|价格|价款|总价)(?:元)?",
        8,
    ),
    ("amount_dispute", r"(?:dispute|disputed|claim)?(?:amount|price|money|sum)", 8),
    (
        "result_text",
        r"(?:处理|办理|调解|回复|答复|反馈|厂家|商家|最终)*(?:结果|回复|答复|意见|反馈|处理情况|办理情况|回复内容|答复内容)",
        7,
    ),
    ("result_text", r"company\w*response\w*|(?:final)?response|result|resolution|answer|reply", 7),
    (
        "channel",
        r"(?:投诉|受理|信息|来电|诉求|工单|数据)*(?:来源|渠道|途径)|channel|source|origin|submittedvia|via",
        8,
    ),
    (
        "station",
        r"(?:承办|办理|受理|处理|责任|主办|所属|经办|管辖|登记)(?:单位|部门|机构|科室|分局|所)",
        9,
    ),
    (
        "station",
        r"单位|部门|机构|辖区|分局|管辖所|unit|department|station|office|division|org|organization",
        6,
    ),
    (
        "handler",
        r"(?:承办|经办|处理|办理|办案|责任|主办|受理)(?:人员?|人姓名|员)|handler|assignee|officer|agent|handledby",
        9,
    ),
    (
        "days_used",
        r"已?(?:用|办理|耗)(?:天数|时|工作日|时间)|已用工作日数?|(?:days?|workingdays?)(?:used|elapsed|spent)|used(?:days|workingdays)",
        9,
    ),
    (
        "respondent_uscc",
        r".*(?:信用代码|信用编码|税号|营业执照号码?)|.*(?:uscc|creditcode|taxid|taxnumber)",
        9,
    ),
    (
        "complainant_id_number",
        r"(?!被).*(?:证件号码?|身份证号码?|身份证)|(?:id|identity)(?:card|number|cardno|cardnumber)",
        9,
    ),
    ("complainant_postcode", rf"{_COMPLAINANT}?(?:邮编|邮政编码|postcode|zip|zipcode)", 8),
    ("complainant_email", rf"{_COMPLAINANT}?(?:邮箱|电子邮箱|电子邮件|email|mail)", 8),
    ("respondent_phone", rf"{_RESPONDENT}(?:人|方|单位|企业|主体)?{_PHONE}", 9),
    ("respondent_address", rf"{_RESPONDENT}(?:人|方|单位|企业|主体)?{_ADDRESS}", 9),
    ("respondent_contact", rf"{_RESPONDENT}(?:人|方|单位|企业|主体)?(?:联系人|负责人)", 9),
    (
        "respondent_name",
        rf"{_RESPONDENT}(?:人|方|单位|企业|主体|对象|商家|公司)?(?:名称|姓名|全称|name|名)?",
        9,
    ),
    (
        "purchase_place",
        r"(?:购买|消费|交易|购物)(?:地点|地|平台|场所|渠道|店铺|商家)|(?:purchase|shop)place|platform|平台",
        8,
    ),
    ("complainant_phone", rf"{_COMPLAINANT}{_PHONE}", 9),
    ("complainant_address", rf"{_COMPLAINANT}{_ADDRESS}", 9),
    ("complainant_name", rf"{_COMPLAINANT}(?:姓名|名称|名|name)?", 9),
    ("complainant_name", r"姓名|名字|name|fullname", 6),
    ("complainant_phone", rf"(?:来电|本机)?{_PHONE}", 6),
    ("complainant_address", _ADDRESS, 4),
]
_COMPILED = [(target, re.compile(pattern), weight) for target, pattern, weight in _RULES]
_NO_NUMBER = re.compile(r"订单号|order|身份证|电话|手机|phone")
# several columns may feed one text
JOINED = frozenset(
    ("product_model", "facts", "subject", "request", "result_text", "purchase_place")
)
DATES = frozenset(
    ("received_at", "accepted_at", "concluded_at", "replied_at", "archived_at", "purchase_date")
)
_BUSINESS = re.compile(r".*(?:公司|商店|商行|店|厂|超市|商场|中心)")
_PHONE_VALUE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d[\d*]{4}\d{4}")
_ID_VALUE = re.compile(r"\d{6}(?:19|20)\d{9}[\dXx]")
_USCC_VALUE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")


def fold(text):
    """Lower case, ordinary width, no spaces and no punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", str(text or "")).casefold())


def _by_name(name):
    """{target: weight} of the rules that fit the name: 投诉品牌 reads as 品牌 when nothing else."""
    folded = fold(re.sub(r"[(（].*?[)）]", "", name)) or fold(name)
    return _by_folded(folded) or _by_folded(re.sub(r"^(?:投诉|举报|涉诉)", "", folded))


def _by_folded(folded):
    found = {}
    for target, pattern, weight in _COMPILED:
        if pattern.fullmatch(folded) and weight > found.get(target, 0):
            if target != "external_number" or not _NO_NUMBER.search(folded):
                found[target] = weight
    return found


def _share(column, test):
    """The share of the rows whose value passes, by the first different values."""
    values = list(column.values.items())[:60]
    total = sum(count for _value, count in values)
    return sum(count for value, count in values if test(value)) / total if total else 0


def _means(target):
    return lambda value: guess_meaning(target, value)


def _by_values(column, weights):
    """Raise or lower what the name says by what the values look like."""
    if not column.filled:
        return weights
    for shape, target in (
        (_ID_VALUE, "complainant_id_number"),
        (_USCC_VALUE, "respondent_uscc"),
    ):
        if _share(column, shape.fullmatch) > 0.6:
            return {target: 9}
    if _share(column, _PHONE_VALUE.fullmatch) > 0.6:
        phones = {name: weight for name, weight in weights.items() if name.endswith("_phone")}
        return phones or {"complainant_phone": 5}
    if column.is_date and not weights:
        return {"received_at": 2}
    weights = {
        target: weight
        for target, weight in weights.items()
        if target not in DATES or column.has_dates
    }
    weights = _by_code_values(column, weights)
    return weights or _by_text_values(column)


def _by_code_values(column, weights):
    """Columns of few different words, told apart by what most of the words mean."""
    is_code = not column.is_open and len(column.values) <= 60
    if is_code and _share(column, _means("kind")) > 0.6:
        return weights | {"kind": 10}
    if "kind" in weights:
        weights["nature"] = weights.pop("kind")
    if "stage" in weights and not _share(column, _means("stage")):
        weights["stage"] -= 6
        if fold(column.column.name) == "state":  # a part of the country
            del weights["stage"]
    is_short = max(map(len, column.values)) <= 16
    if is_code and is_short and "stage" not in weights and _share(column, _means("stage")) > 0.7:
        weights["stage"] = 4
    if is_code and weights.get("product_model") == 5 and _share(column, _means("nature")) > 0.4:
        return {"nature": 6}
    if is_code and "nature" in weights and _share(column, _means("item_class")) > 0.6:
        return {"item_class": 7}
    return weights


def _by_text_values(column):
    """Columns whose name says nothing."""
    values = list(column.values)[:60]
    if column.filled > 3 and sum(map(len, values)) / len(values) > 25:
        return {"facts": 2}
    if column.filled > 3 and _share(column, _BUSINESS.fullmatch) > 0.6:
        return {"respondent_name": 4}
    return {}


def guess_targets(columns):
    """What each column probably holds, as {column name: [targets]}; no target: an empty list.

    :param columns: ``ColumnProfile`` objects
    """
    bids = []
    for position, column in enumerate(columns):
        weights = _by_values(column, _by_name(column.column.name))
        if "external_number" in weights and column.filled and not column.is_unique:
            weights["external_number"] -= 5
        bids += [(-weight, position, target) for target, weight in weights.items() if weight > 0]
    result = {column.column.name: [] for column in columns}
    taken, served = Counter(), set()
    for _weight, position, target in sorted(bids):
        name = columns[position].column.name
        if position in served or (taken[target] and target not in JOINED):
            continue
        result[name].append(target)
        served.add(position)
        taken[target] += 1
    # a list by brand names no merchant beside it; an old register knows one date and one text
    _stand_in(result, taken, "brand", "respondent_name", keep=True)
    _stand_in(result, taken, "accepted_at", "received_at")
    _stand_in(result, taken, "request", "facts")
    return result


def _stand_in(result, taken, present, missing, keep=False):
    """Let the column of one target serve for another that no column holds."""
    if taken[missing]:
        return
    for targets in result.values():
        if present in targets:
            targets[:] = [missing, present] if keep else [missing]


# --- codes -------------------------------------------------------------------------------------

_SEPARATOR = re.compile(r"[,，;；、|/\n]+")
_CODE = re.compile(r"([A-Za-z]{1,4})-?\d{1,6}")


def split_codes(text):
    """The single codes of a cell: ``H93,H15,`` holds two."""
    return [part.strip() for part in _SEPARATOR.split(str(text or "")) if part.strip()]


def code_prefix(code):
    """The letters that group a code such as H93, as the pattern ``H*``; None for words."""
    match = _CODE.fullmatch(code)
    return f"{match[1].upper()}*" if match else None


def group_codes(cells, most=20):
    """The words to ask the meaning of: single words, or patterns where the codes are too many."""
    codes = dict.fromkeys(code for cell in cells for code in split_codes(cell))
    if len(codes) > most:
        codes = dict.fromkeys(code_prefix(code) or code for code in codes)
    return list(codes)


def guess_code_natures(pairs, groups):
    """What codes mean, by the words of the texts beside them.

    :param pairs: (cell with codes, description in words)
    :param groups: what ``group_codes`` returned
    :return: {word or pattern of ``groups``: nature}
    """
    votes = defaultdict(Counter)
    for cell, text in pairs:
        codes = split_codes(cell)
        meaning = guess_meaning("nature", text)
        for code in codes if meaning else ():
            votes[code if code in groups else code_prefix(code)][meaning] += 1 / len(codes)
    result = {}
    for group in groups:
        meaning = guess_meaning("nature", group)  # a word may speak for itself
        if meaning or votes[group]:
            result[group] = meaning or votes[group].most_common(1)[0][0]
    return result


def word_key(word):
    """The form in which words of a code list are compared; the star of a pattern stays."""
    return fold(word) + ("*" if str(word).strip().endswith("*") else "")


def match_code(value, table):
    """What a table {word_key: meaning} says of a value: exactly, else by its longest pattern."""
    folded = fold(value)
    if folded in table:
        return table[folded]
    patterns = [key for key in table if key.endswith("*") and folded.startswith(key[:-1])]
    return table[max(patterns, key=len)] if patterns else None

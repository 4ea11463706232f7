"""What the words of foreign lists mean: states, kinds of matter, natures, classes.

A guess is only a proposal that a person sees in the mapping and changes. Each table names our own
codes; the first line that fits counts, so what is refused or over stands before what goes on.
"""

import re
import unicodedata

_STAGES = """
no_longer         不再受理 no_longer
handling          未解决 未办结 未完成 未结 待回复 待答复 待反馈 待厂家 待商家 unresolved
replied           待回访 待评
concluded         待归档 不予立案
rejected          不予受理 未受理 拒绝 驳回 不受理 审核不通过 未通过 无效 reject refused declin
pending_material  补正 补充材料 材料不全 待补 awaiting_material
transferred       移送其他 移送部门 已移送 移交 转其他部门 transferred
archived          归档 存档 已完成 ^完成 评价 评分 关闭 完结 archiv closed complete done rated
followed_up       回访 follow
concluded         办结 结案 解决 处理完毕 处理完成 已处理 撤诉 撤销 撤回 终止 和解
concluded         conclu resol withdr finish settled
replied           处理反馈 回复 答复 反馈 repl respon
answered          解答 answered
escalated         移送上级 上级调解 escalat
mediating         调解 mediat
registered        审核 待受理 待处理 待办 未处理 新建 新增 登记 提交 待审 受理中 pending ^new open
registered        submitted registered review
dispatched        待接收 待签收 分派 派单 转办 交办 分流 assign dispatch sent
handling          立案 厂家受理 商家受理 企业受理 处理 办理 在办 跟进 核查 调查 进行中 handling
handling          progress processing investigat working
accepted          受理 accept
"""
_KINDS = """
consultation  咨询 询问 consult inquiry enquiry question
discipline    违纪 作风 监察 staff_report disciplin
report        举报 报案 线索 report
suggestion    建议 意见 表扬 suggest praise
complaint     投诉 申诉 维权 complain dispute
"""
_NATURES = """
counterfeit        假冒 仿冒 假货 伪劣 冒牌 counterfeit fake
measurement        计量 缺斤 短两 少秤 分量不足 measurement short_weight
personality_rights 人格 侮辱 辱骂 搜身 隐私 个人信息 歧视 dignity privacy insult
false_publicity    虚假 宣传 广告 误导 夸大 不符 欺骗 隐瞒 false mislead advert
contract           合同 违约 订金 定金 押金 退订 霸王条款 格式条款 兑现 承诺 置换 补贴 权益
contract           contract deposit breach
price              价格 收费 多收 加价 费用 降价 涨价 强制 发票 price fee charge cost
safety             安全 伤害 受伤 中毒 爆炸 起火 自燃 safety injur fire hazard
after_sales        售后 三包 保修 质保 维修 退换 退货 退款 换货 拒绝 拒赔 推诿 配件 经销商 4s 技师
after_sales        保障 态度 否认 拖延 不解决 未解决 不予解决 不回复 未回复 不处理 不予处理
after_sales        after_?sales warranty repair refund service
quality            质量 故障 异响 损坏 瑕疵 缺陷 漏油 渗油 漏水 渗水 抖动 顿挫 失灵 熄火 死机 卡顿
quality            断裂 开裂 开胶 生锈 变形 异味 变质 过期 无法 脱落 烧机油 破裂 老化 磨损 鼓包 松动
quality            报警 亮灯 灯亮 失速 失去动力 quality defect fault broken malfunction noise
"""
_CLASSES = """
insurance     保险 insurance
finance       金融 银行 理财 贷款 信用卡 bank financ loan mortgage credit
vehicles      汽车 车辆 车型 车系 交通工具 摩托 电动车 轿车 自行车 vehicle \\bcars?\\b automobile
food          食品 粮油 水果 蔬菜 肉 奶 food grocery
drinks        烟 酒 饮料 tobacco alcohol beverage drink
clothing      服装 鞋 帽 衣 箱包 clothing shoes apparel
appliances    家用电器 家电 电子 手机 电脑 通讯产品 electronic appliance phone computer
decoration    装修 物业 decoration property_management
building      房屋 建材 房产 商品房 家具 housing building_material real_estate
agricultural  农用 农资 化肥 种子 农药 agricultur fertili
jewellery     首饰 珠宝 文体 文具 体育用品 玩具 jewel stationery sports_goods toy
health        卫生保健 医疗服务 医美 health_care
medicine      医药 药品 医疗用品 医疗器械 medicine drug medical
tourism       旅游 景区 酒店 tourism travel hotel
education     教育 培训 education training
telecom       电信 通信服务 宽带 话费 telecom
postal        邮政 快递 postal courier
internet      互联网 网络服务 internet
culture       文化 娱乐 健身 演出 culture entertainment
public        公共设施 水电 燃气 供暖 公交 public_facilit utilities
daily         日用 百货 化妆品 洗涤 daily household cosmetic
life          餐饮 美容 美发 家政 洗染 生活服务 社会服务 catering beauty
"""


def _table(text):
    rows = []
    for line in text.strip().splitlines():
        meaning, *words = line.split()
        rows.append((meaning, re.compile("|".join(word.replace("_", r"\W?") for word in words))))
    return rows


_TABLES = {
    "stage": _table(_STAGES),
    "kind": _table(_KINDS),
    "nature": _table(_NATURES),
    "item_class": _table(_CLASSES),
}
_LONGEST = {"kind": 20, "stage": 40}


def guess_meaning(target, text):
    """Our code for a foreign word or sentence, or None.

    >>> guess_meaning("stage", "已办结")
    'concluded'
    """
    text = unicodedata.normalize("NFKC", str(text or "")).casefold().strip()
    if not text or len(text) > _LONGEST.get(target, 200):
        return None
    return next((code for code, pattern in _TABLES[target] if pattern.search(text)), None)

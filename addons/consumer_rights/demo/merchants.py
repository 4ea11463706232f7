"""Invented merchants: every name begins with 演示, every code with 91990000.

There is no division 990000, so no real business has such a code; phones lie in area 026, which
was never given out.
"""

# class code -> names without mark and legal form
SHOPS = {
    "appliances": ("澜光电器商场", "朔屏手机专营店", "智泊家电城", "望澜数码广场", "港湾电器服务部",
                   "松野家电商行"),
    "clothing": ("锦屏服饰广场", "履川鞋业专卖店", "桉朵女装店", "鹭鸣童装店", "东埠皮具行"),
    "food": ("穗岚食品超市", "甘棠里糕点坊", "荷塘生鲜超市", "海棠水产店", "灯塔卤味店", "晨粟粮油店",
             "泉口副食店", "杏花村土特产店"),
    "drinks": ("云坊里酒业", "青屿烟酒商行", "澜窖名酒行"),
    "building": ("檐下建材广场", "砺舟陶瓷店", "朴合门窗厂", "松风橱柜店"),
    "daily": ("沅芷化妆品店", "棠织家纺店", "沐川日用品超市", "望岭母婴用品店", "白鹭床品店"),
    "jewellery": ("鎏川金店", "序时表行", "弦屿琴行", "锦塘文体用品店", "灯塔户外用品店"),
    "medicine": ("杏泽大药房", "恒脉健康咨询", "安澜眼镜店", "云坪医药商店"),
    "vehicles": ("驰澜汽车销售", "云轸新能源汽车", "捷屿汽车贸易", "松野电动车行", "朔驰二手车行",
                 "港湾轮胎服务部"),
    "agricultural": ("穗丰川农资", "田屿种业", "云坪农机服务部", "柳泉村农资店"),
    "life": ("剪影美发沙龙", "净川洗衣店", "安家家政服务", "初见婚纱摄影", "渡口餐饮管理", "毛球宠物店",
             "锦塘美发店", "松风月子会所"),
    "decoration": ("匠檐装饰工程", "新居里装饰", "望岭防水工程", "澜心物业服务", "松野装饰部"),
    "tourism": ("云川假日旅行社", "白鹭湖度假酒店", "泉湾温泉山庄", "云坪景区管理", "杏花村民宿"),
    "culture": ("跃动健身俱乐部", "蓝鲸游泳馆", "力扬健身房", "童乐岛儿童乐园", "青屿影剧院",
                "鹭洲瑜伽馆"),
    "postal": ("迅澜速递", "驿川物流", "港湾快运"),
    "telecom": ("云川通信营业厅", "澜讯宽带服务", "屿信通信"),
    "internet": ("澜视科技", "云栎网络科技", "朔游互动娱乐", "学舟在线教育科技"),
    "finance": ("惠川消费服务", "屿信分期服务"),
    "insurance": ("延澜售后服务", "安屿保修服务"),
    "health": ("凝川医疗美容门诊部", "皓齿口腔门诊部", "康泽体检中心", "明眸配镜中心", "悦颜美容院"),
    "education": ("启澜英语培训学校", "小画匠美术培训", "通途驾校", "博川教育科技", "舞屿艺术培训",
                  "码芽编程教育", "松野职业培训学校"),
    "public": ("云川停车管理", "屿畅停车服务", "川源燃气服务"),
    "sales": ("云集优选电子商务", "澜选直播基地", "旧物新川二手行", "青屿优购电子商务", "松野农产品电商",
              "乐屿团购", "鹭鸣便民超市"),
    "other_service": ("安居川房产中介", "顺澜搬家服务", "开川锁具服务", "望岭家政中介"),
}
# (name, type, unit code, m²) of venues whose tenants some of the shops are
HOSTS = (
    ("云川百货", "mall", "LL01", 42000),
    ("东埠购物中心", "mall", "LL02", 56000),
    ("白鹭农贸市场", "farmers_market", "QY02", 8600),
    ("松野农贸市场", "farmers_market", "SY01", 5200),
    ("青屿建材批发市场", "wholesale_market", "QY01", 31000),
    ("澜购网络交易平台", "online_platform", "LL03", 1200),
)
TYPES = {
    "food": "supermarket",
    "tourism": "scenic_spot",
    "internet": "online_platform",
    "sales": "online_platform",
    "finance": "other",
    "insurance": "other",
    "public": "other",
    "telecom": "other",
}
MARK = "演示"


def legal_name(name):
    """The name in the register: marked, and with a legal form where the name alone has none."""
    ending = "有限公司" if len(name) > 4 and name[-1] not in "店行部馆院坊厅场城市厂房龙校司庄墟" else ""
    return f"{MARK}{name}{ending}"


def credit_code(number):
    """A unified social credit code of a division that does not exist, with a right last sign."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91990000MA{number:07d}"
    total = sum(alphabet.index(sign) * 3**place for place, sign in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]

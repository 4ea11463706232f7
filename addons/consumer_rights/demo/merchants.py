"""Invented merchants: every name begins with 演示, every code with 91990000.

There is no division 990000, so no real business has such a code; phones lie in area 026, which
was never given out.
"""

# fmt: off
# class code -> names without mark and legal form
SHOPS = {
    "appliances": ("澜光电器商场", "朔屏手机专营店", "智泊家电城", "望澜数码广场",
                   "港湾电器服务部", "松野家电商行"),
    "clothing": ("锦屏服饰广场", "履川鞋业专卖店", "桉朵女装店", "鹭鸣童装店", "东埠皮具行"),
    "food": ("穗岚食品超市", "甘棠里糕点坊", "荷塘生鲜超市", "海棠水产店", "灯塔卤味店",
             "晨粟粮油店", "泉口副食店", "杏花村土特产店"),
    "drinks": ("云坊里酒业", "青屿烟酒商行", "澜窖名酒行"),
    "building": ("檐下建材广场", "砺舟陶瓷店", "朴合门窗厂", "松风橱柜店"),
    "daily": ("沅芷化妆品店", "棠织家纺店", "沐川日用品超市", "望岭母婴用品店", "白鹭床品店"),
    "jewellery": ("鎏川金店", "序时表行", "弦屿琴行", "锦塘文体用品店", "灯塔户外用品店"),
    "medicine": ("杏泽大药房", "恒脉健康咨询", "安澜眼镜店", "云坪医药商店"),
    "vehicles": ("驰澜汽车销售", "云轸新能源汽车", "捷屿汽车贸易", "松野电动车行", "朔驰二手车行",
                 "港湾轮胎服务部"),
    "agricultural": ("穗丰川农资", "田屿种业", "云坪农机服务部", "柳泉村农资店"),
    "life": ("剪影美发沙龙", "净川洗衣店", "安家家政服务", "初见婚纱摄影", "渡口餐饮管理",
             "毛球宠物店", "锦塘美发店", "松风月子会所"),
    "decoration": ("匠檐装饰工程", "新居里装饰", "望岭防水工程", "澜心物业服务", "松野装饰部"),
    "tourism": ("云川假日旅行社", "白鹭湖度假酒店", "泉湾温泉山庄", "云坪景区管理", "杏花村民宿"),
    "culture": ("跃动健身俱乐部", "蓝鲸游泳馆", "力扬健身房", "童乐岛儿童乐园", "青屿影剧院",
                "鹭洲瑜伽馆"),
    "postal": ("迅澜速递", "驿川物流", "港湾快运"),
    "telecom": ("云川通信营业厅", "澜讯宽带服务", "屿信通信"),
    "internet": ("澜视科技", "云栎网络科技", "朔游互动娱乐", "学舟在线教育科技"),
    "finance": ("惠川消费服务", "屿信分期服务"),
    "insurance": ("延澜售后服务", "安屿保修服务"),
    "health": ("凝川医疗美容门诊部", "皓齿口腔门诊部", "康泽体检中心", "明眸配镜中心",
               "悦颜美容院"),
    "education": ("启澜英语培训学校", "小画匠美术培训", "通途驾校", "博川教育科技",
                  "舞屿艺术培训", "码芽编程教育", "松野职业培训学校"),
    "public": ("云川停车管理", "屿畅停车服务", "川源燃气服务"),
    "sales": ("云集优选电子商务", "澜选直播基地", "旧物新川二手行", "青屿优购电子商务",
              "松野农产品电商", "乐屿团购", "鹭鸣便民超市"),
    "other_service": ("安居川房产中介", "顺澜搬家服务", "开川锁具服务", "望岭家政中介"),
}
# What a name says of the goods or services, by class: words in the name -> items (matters.py).
# A merchant whose name says nothing deals in everything of its class.
ASSORTMENT = {
    "appliances": {"手机": ("智能手机", "蓝牙耳机"),
                   "数码": ("智能手机", "笔记本电脑", "蓝牙耳机", "扫地机器人")},
    "clothing": {"鞋": ("运动鞋", "皮鞋"), "女装": ("羽绒服", "羊毛大衣", "连衣裙", "牛仔裤"),
                 "童装": ("儿童校服", "羽绒服"), "皮具": ("皮鞋",)},
    "food": {"糕点": ("袋装糕点", "月饼礼盒"), "水产": ("冰鲜三文鱼",), "卤味": ("卤味熟食",),
             "粮油": ("有机大米", "散装坚果"), "生鲜": ("鲜牛奶", "冰鲜三文鱼", "速冻水饺"),
             "土特产": ("散装坚果", "有机大米"), "副食": ("袋装糕点", "鲜牛奶", "速冻水饺")},
    "building": {"陶瓷": ("瓷砖",), "门窗": ("断桥铝门窗",), "橱柜": ("整体橱柜",)},
    "daily": {"化妆品": ("护肤品套装", "洗发水"), "家纺": ("窗帘",), "床品": ("床垫",),
              "母婴": ("儿童推车",), "日用品": ("保温杯", "洗发水")},
    "jewellery": {"金店": ("黄金项链", "银手镯"), "表行": ("机械手表",), "琴行": ("钢琴",),
                  "文体": ("学生文具", "健身器材"), "户外": ("健身器材",)},
    "medicine": {"眼镜": ("隐形眼镜",), "咨询": ("保健食品", "理疗仪"),
                 "药": ("血压计", "保健食品")},
    "vehicles": {"新能源": ("新能源汽车",), "电动车": ("电动自行车",), "二手": ("二手轿车",),
                 "轮胎": ("汽车轮胎",), "汽车": ("小型轿车",)},
    "agricultural": {"种业": ("玉米种子",), "农机": ("农用水泵",),
                     "农资": ("玉米种子", "复合肥", "除草剂")},
    "life": {"美发": ("美发预付卡",), "洗衣": ("洗衣卡",), "家政": ("家政保洁服务", "月嫂服务"),
             "婚纱": ("婚纱摄影套餐",), "餐饮": ("餐饮团购套餐",), "宠物": ("宠物寄养",),
             "月子": ("月嫂服务",)},
    "decoration": {"防水": ("防水施工",), "物业": ("物业服务",),
                   "装饰": ("全包装修", "厨卫翻新")},
    "tourism": {"旅行社": ("跟团游",), "酒店": ("酒店客房",), "温泉": ("酒店客房",),
                "景区": ("景区年卡",), "民宿": ("民宿预订",)},
    "culture": {"健身": ("健身年卡", "私教课程"), "瑜伽": ("健身年卡", "私教课程"),
                "游泳": ("游泳次卡",), "乐园": ("儿童乐园会员卡",), "影剧院": ("演出门票",)},
    "postal": {"物流": ("大件物流",), "速递": ("快递服务",), "快运": ("快递服务",)},
    "telecom": {"宽带": ("宽带服务",), "通信": ("手机套餐",)},
    "internet": {"澜视": ("视频会员",), "互动": ("游戏充值",), "在线教育": ("网络课程会员",),
                 "网络": ("直播打赏",)},
    "health": {"美容": ("美容护理套餐",), "口腔": ("口腔种植",), "体检": ("健康体检套餐",),
               "配镜": ("配镜服务",)},
    "education": {"英语": ("少儿英语课程",), "美术": ("美术培训课程",), "驾校": ("驾驶培训",),
                  "艺术": ("舞蹈培训课程",), "编程": ("编程课程",), "职业": ("成人学历课程",),
                  "教育科技": ("成人学历课程",)},
    "public": {"停车": ("停车服务",), "燃气": ("燃气服务",)},
    "sales": {"二手": ("二手商品",), "直播": ("直播间商品",), "团购": ("团购商品",),
              "电": ("网购商品",), "超市": ("网购商品",)},
    "other_service": {"中介": ("中介服务",), "搬家": ("搬家服务",), "锁具": ("锁具维修",)},
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
    "food":  "supermarket",
    "tourism":  "scenic_spot",
    "internet":  "online_platform",
    "sales":  "online_platform",
    "finance":  "other",
    "insurance":  "other",
    "public":  "other",
    "telecom":  "other",
}
MARK = "演示"


# fmt: on
def items_sold(class_code, name):
    """Names of goods or services that a merchant of this name deals in; empty for all."""
    words = ASSORTMENT.get(class_code, {})
    return next((frozenset(items) for word, items in words.items() if word in name), frozenset())


def legal_name(name):
    """The name in the register: marked, and with a legal form where the name alone has none."""
    whole = len(name) < 5 or name[-1] in "店行部馆院坊厅场城市厂房龙校司庄墟"
    return f"{MARK}{name}" if whole else f"{MARK}{name}有限公司"


def credit_code(number):
    """A unified social credit code of a division that does not exist, with a right last sign."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91990000MA{number:07d}"
    total = sum(alphabet.index(sign) * 3**place for place, sign in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]

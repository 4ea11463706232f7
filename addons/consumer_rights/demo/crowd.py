"""The invented consumers of 云川市: names, phones, addresses, some of them known by heart.

Names begin with 示 after the surname. Phones are 1690000xxxx: no operator was ever given 169.
Identity cards begin with 990101, a division that does not exist.
"""

from datetime import date, timedelta

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
)
SECOND = (
    "安宁和平远航川海岚峰松柏青禾兰芳静怡欣悦晴朗明辉星辰雨露雪霜春夏秋冬文武勇刚毅诚信礼智"
    "仁义廉洁清正简朴素心语言行健康福寿"
)
PHONE = "1690000"
# Has a portal account, and has come several times
CONSUMER = {
    "name": "白示雨",
    "phone": "16900000001",
    "address": "云川市临澜区锦屏街18号3幢602室",
    "email": "consumer@example.com",
}
CONSUMER_PLACE = 14  # among those who come again and again
REGULAR_SHARE = 0.11  # of the matters come from people who come again and again


class Crowd:
    """Hands out persons; a few of them more than once."""

    def __init__(self, rng, world):
        self.rng = rng
        self.world = world
        self.count = 0
        self.regulars = []

    def person(self, unit):
        """Name, phone and address of somebody who lives in the area of a local station."""
        rng = self.rng
        if len(self.regulars) > 40 and rng.random() < REGULAR_SHARE:
            # the first come most often
            return dict(self.regulars[min(int(rng.expovariate(0.06)), len(self.regulars) - 1)])
        self.count += 1
        person = {
            "name": rng.choice(SURNAMES) + "示" + rng.choice(SECOND),
            "phone": f"{PHONE}{(self.count * 37 + 1) % 10000:04d}",
            "address": self.address(unit),
        }
        if rng.random() < 0.05:
            person["id_type"] = "id_card"
            person["id_number"] = self._id_number()
        if rng.random() < 0.04:
            person["email"] = f"demo{self.count}@example.com"
        if len(self.regulars) == CONSUMER_PLACE:
            self.regulars.append(CONSUMER)
        if len(self.regulars) < 120:
            self.regulars.append(person)
        return dict(person)

    def address(self, unit):
        rng = self.rng
        street = rng.choice(self.world.streets[unit])
        if street.endswith("村"):
            return f"{street}{rng.randint(1, 9)}组{rng.randint(1, 40)}号"
        return (
            f"{street}{rng.randint(1, 180)}号{rng.randint(1, 24)}幢"
            f"{rng.randint(1, 18)}{rng.randint(1, 4):02d}室"
        )

    def _id_number(self):
        born = date(1950, 1, 1) + timedelta(days=self.rng.randint(0, 19500))
        body = f"990101{born:%Y%m%d}{self.rng.randint(100, 999)}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
        return body + "10X98765432"[total % 11]

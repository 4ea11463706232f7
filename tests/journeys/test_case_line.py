"""A real complaint from the call to the archive, by the people whose task each step is."""

import hashlib

import pytest
from hands import Hands

PASSWORD = "demo2026"
CLERK_ACTS = 25  # design D14

# Lines of the published complaints of June 2020; caller and merchant are invented
COMPLAINTS = {
    "481927": ("帝豪GS", "吉利帝豪GS坡道起步动力瞬间消失"),
    "481966": ("捷豹XFL", "奇瑞捷豹路虎XFL保险杠掉漆4S店销售问题车"),
}
MERCHANT = "演示驰澜汽车销售有限公司"

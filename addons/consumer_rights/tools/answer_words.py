"""The words of the small pages on which people rate and answer, in the three languages.

They do not depend on which languages the database has: a person who chose traditional Chinese
reads it.
"""

WORDS = {
    "zh_CN": {
        "title": "办理结果评价",
        "survey": "满意度调查",
        "number": "登记编号",
        "sat_attitude": "您对服务态度",
        "sat_result": "您对处理结果",
        "sat_overall": "您的总体评价",
        "satisfied": "满意",
        "basic": "基本满意",
        "dissatisfied": "不满意",
        "comment": "您的意见（选填）",
        "suggestion": "您的建议（选填）",
        "send": "提交",
        "missing": "请逐项选择后再提交。",
        "thanks": "感谢您的评价，我们已经收到。",
        "again": "您对结果不满意，我们会重新办理，并与您联系。",
        "closed": "链接已失效或已经使用。请拨打12315。",
        "too_many": "今天来自这里的答卷太多，请改日再试。",
    },
    "zh_TW": {
        "title": "辦理結果評價",
        "survey": "滿意度調查",
        "number": "登記編號",
        "sat_attitude": "您對服務態度",
        "sat_result": "您對處理結果",
        "sat_overall": "您的總體評價",
        "satisfied": "滿意",
        "basic": "基本滿意",
        "dissatisfied": "不滿意",
        "comment": "您的意見（選填）",
        "suggestion": "您的建議（選填）",
        "send": "提交",
        "missing": "請逐項選擇後再提交。",
        "thanks": "感謝您的評價，我們已經收到。",
        "again": "您對結果不滿意，我們會重新辦理，並與您聯繫。",
        "closed": "連結已失效或已經使用。請撥打12315。",
        "too_many": "今天來自這裡的答卷太多，請改日再試。",
    },
    "en_US": {
        "title": "Rate how your matter was handled",
        "survey": "Satisfaction survey",
        "number": "Number",
        "sat_attitude": "The attitude of our staff",
        "sat_result": "The result",
        "sat_overall": "All in all",
        "satisfied": "Satisfied",
        "basic": "Basically satisfied",
        "dissatisfied": "Dissatisfied",
        "comment": "Comments (optional)",
        "suggestion": "Suggestions (optional)",
        "send": "Send",
        "missing": "Please choose one answer in each row.",
        "thanks": "Thank you. We have your answer.",
        "again": "You are not satisfied with the result: we take the matter up again and call you.",
        "closed": "This link is used or out of date. Please call 12315.",
        "too_many": "Too many answers came from here today. Please try another day.",
    },
}


def words_of(lang):
    """The words in a language; in simplified Chinese when it is none of the three.

    >>> words_of("zh_TW")["send"], words_of("fr_FR")["send"]
    ('提交', '提交')
    """
    return WORDS.get(lang) or WORDS["zh_CN"]

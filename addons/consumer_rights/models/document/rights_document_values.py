"""What a paper can say about a case: the named places of a template and their values (SEC-03).

Values are texts, never records. Which places exist depends on whom the paper is for, so a paper
for the respondent cannot name a reporter, and of a complainant only what mediation needs.
"""

from odoo import api, fields, models

from ...tools import masking
from ...tools.china_time import china_date, spell_day, spell_minutes
from ...tools.paper_text import Piece, used_places
from .rights_document_template import TO_RESPONDENT

NAME, DETAIL = "name", "detail"
SEALED_NAME = "（身份信息依法保密）"


def _yuan(case, name):
    return "" if case._is_unset(name) else f"{case[name]:,.2f}元"


def _yes(flag):
    return "是" if flag else "否"


# group: {place: text of the source}; a source has the attributes of _Source
CASE = {
    "编号": lambda s: s.case.name,
    "类别": lambda s: s.label(s.case, "kind"),
    "标题": lambda s: s.case.subject,
    "事实": lambda s: s.case.facts,
    "请求": lambda s: s.case.request,
    "诉求": lambda s: "、".join(s.case.claim_ids.mapped("name")),
    "争议金额": lambda s: _yuan(s.case, "amount_dispute"),
    "商品或服务": lambda s: s.case.item_class_id.name,
    "品牌": lambda s: s.case.brand,
    "型号": lambda s: s.case.product_model,
    "购买日期": lambda s: spell_day(s.case.purchase_date),
    "购买地点": lambda s: s.case.purchase_place,
    "问题性质": lambda s: s.case.category_id.name,
    "登记途径": lambda s: s.case.channel_id.name,
    "申请形式": lambda s: s.label(s.case, "application_form"),
    "外部编号": lambda s: s.case.external_number,
    "收到日期": lambda s: s.case._china_day(s.case.received_at),
    "收到时间": lambda s: s.minute(s.case.received_at),
    "登记日期": lambda s: s.case._china_day(s.case.registered_at),
    "登记人": lambda s: s.case.registered_by_id.name,
    "受理日期": lambda s: s.case._china_day(s.case.accepted_at),
    "办结日期": lambda s: s.case._china_day(s.case.concluded_at),
    "纠纷性质": lambda s: s.label(s.case, "presumed_nature"),
    "办理方式": lambda s: s.label(s.case, "handling_mode"),
    "拟办去向": lambda s: s.label(s.case, "planned_route"),
    "难易程度": lambda s: s.label(s.case, "complexity"),
    "承诺办结日期": lambda s: spell_day(s.case.promised_date),
    "处理结果": lambda s: s.case.outcome_id.name,
    "结果说明": lambda s: s.case.result_text,
    "挽回损失": lambda s: _yuan(s.case, "amount_recovered"),
    "答复内容": lambda s: s.case.reply_text,
    "办理次数": lambda s: str(s.case.cycle_no),
    "是否农资": lambda s: _yes(s.case.is_agri_input),
    "是否匿名": lambda s: _yes(s.case.is_anonymous),
    "是否保密": lambda s: _yes(s.case.is_confidential),
    "同意公示": lambda s: _yes(s.case.publication_consent),
    "同意委托调解": lambda s: _yes(s.case.entrusted_consent),
}
UNIT = {
    "单位": lambda s: s.case.station_id.name,
    "承办人": lambda s: s.case.user_id.name,
    "电话": lambda s: s.case.station_id.phone,
    "地址": lambda s: s.case.station_id.address,
}
ISSUER = {
    "单位": lambda s: s.station.name,
    "电话": lambda s: s.station.phone,
    "地址": lambda s: s.station.address,
    "经办人": lambda s: s.user.name,
    "日期": lambda s: spell_day(china_date()),
    "回复期限": lambda s: spell_day(s.due_date),
}
RESPONDENT = {
    "名称": lambda s: s.case.respondent_name,
    "地址": lambda s: s.case.respondent_address,
    "电话": lambda s: s.case.respondent_phone,
    "联系人": lambda s: s.case.respondent_contact,
    "信用代码": lambda s: s.case.respondent_id.uscc,
}
DECISION = {
    "情形": lambda s: s.case.reject_reason_id.name,
    "依据": lambda s: s.case.reject_reason_id.law,
    "说明": lambda s: s.case.result_text,
    "决定人": lambda s: s.case.decided_by_id.name,
    "主管机关": lambda s: s.case.competent_body_id.name,
    "主管机关电话": lambda s: s.case.competent_body_id.phone,
    "主管机关地址": lambda s: s.case.competent_body_id.address,
}
STEP = {
    "名称": lambda s: s.step.name,
    "理由": lambda s: s.basis,
    "办理人": lambda s: s.user.name,
    "时间": lambda s: s.minute(s.now),
    "材料要求": lambda s: s.basis or s.case.evidence_request,
}
DISPATCH = {
    "发出单位": lambda s: s.dispatch.station_from_id.name,
    "接收单位": lambda s: s.dispatch.station_to_id.name,
    "接收单位电话": lambda s: s.dispatch.station_to_id.phone,
    "发出人": lambda s: s.dispatch.sent_by_id.name,
    "发出时间": lambda s: s.minute(s.dispatch.sent_at),
    "接收人": lambda s: s.dispatch.received_by_id.name,
    "接收时间": lambda s: s.minute(s.dispatch.received_at),
    "办理要求": lambda s: s.dispatch.requirement,
    "办结期限": lambda s: spell_day(s.dispatch.due_date or s.case.promised_date),
}
EARLIER = {
    "编号": lambda s: s.earlier.name,
    "办结日期": lambda s: s.case._china_day(s.earlier.concluded_at),
    "处理结果": lambda s: s.earlier.outcome_id.name,
}
FOLLOW_UP = {
    "时间": lambda s: s.minute(s.followup.at),
    "回访员": lambda s: s.followup.user_id.name,
    "方式": lambda s: s.label(s.followup, "way"),
    "是否接通": lambda s: {"done": "已接通", "unreachable": "未接通"}.get(s.followup.state),
    "服务态度": lambda s: s.label(s.followup, "sat_attitude"),
    "处理结果": lambda s: s.label(s.followup, "sat_result"),
    "总体评价": lambda s: s.label(s.followup, "sat_overall"),
    "意见建议": lambda s: s.followup.comment,
}
REPLY = {
    "方式": lambda s: s.label(s.case, "reply_way"),
    "时间": lambda s: s.minute(s.case.replied_at),
    "对方意见": lambda s: s.case.reply_ids[-1:].comment,
}
URGE = {
    "督办单位": lambda s: s.urge.station_from_id.name,
    "被督办单位": lambda s: s.urge.station_id.name,
    "承办人": lambda s: s.urge.user_id.name,
    "时间": lambda s: s.minute(s.urge.sent_at),
    "事由": lambda s: s.label(s.urge, "cause"),
    "时限": lambda s: s.urge.deadline_id.display_name,
    "到期时间": lambda s: s.spell(s.urge.deadline_id.due_text),
    "要求": lambda s: s.urge.text,
    "回复期限": lambda s: s.spell(s.urge.due_text) or s.minute(s.urge.sent_at),
    "回复": lambda s: "；".join(filter(None, (s.urge.answer_cause, s.urge.answer_plan))),
}
AGREEMENT = {
    "争议": lambda s: s.agreement.dispute,
    "金额合计": lambda s: f"{s.agreement.amount:,.2f}元" if s.agreement.amount else "",
    "调解单位": lambda s: s.agreement.mediation_id.station_id.name,
    "调解员": lambda s: s.agreement.mediation_id.mediator_id.name,
    "调解开始日期": lambda s: s.case._china_day(s.agreement.mediation_id.started_at),
}
TERMINATION = {
    "情形": lambda s: s.termination.reason_id.name,
    "依据": lambda s: s.termination.reason_id.law,
    "经过": lambda s: s.termination.course,
    "原因": lambda s: s.termination.why,
    "建议": lambda s: s.termination.advice,
    "决定日期": lambda s: s.case._china_day(s.termination.decided_at),
    "须列机构": lambda s: _yes(not s.termination.is_own_end),
}
MEETING = {
    "时间": lambda s: s.minute(s.meeting.planned_start),
    "地点": lambda s: s.meeting._get_place_text(),
    "方式": lambda s: s.label(s.meeting, "mode"),
    "调解员": lambda s: s.meeting.mediator_id.name,
}
RESPONSE = {
    "指令编号": lambda s: s.response.command_id.name,
    "紧急程度": lambda s: s.label(s.response.command_id, "severity"),
    "指令内容": lambda s: s.response.command_id.content,
    "发令单位": lambda s: s.response.command_id.station_id.name,
    "发令时间": lambda s: s.minute(s.response.commanded_at),
    "受令单位": lambda s: s.response.station_id.name,
    "备勤人员": lambda s: "、".join(s.response.team_ids.mapped("name")),
    "现场负责人": lambda s: s.response.user_id.name,
    "启动原因": lambda s: s.response.reason,
    "场所": lambda s: s.response.premises,
    "场所地址": lambda s: s.response.premises_address,
    "商品": lambda s: s.response.product,
    "到场时限": lambda s: s.spell(s.response.arrive_until),
    "下架时限": lambda s: s.spell(s.response.delist_until),
    "反馈时限": lambda s: s.spell(s.response.report_until),
    "到场时间": lambda s: s.minute(s.response.arrived_at),
    "检测记录": lambda s: s.proofs("test"),
    "查证验票": lambda s: s.proofs("certificate"),
    "结论": lambda s: s.label(s.response, "finding"),
    "下架时间": lambda s: s.minute(s.response.delisted_at),
    "下架数量": lambda s: s.response.delisted_quantity,
    "反馈": lambda s: s.response.feedback,
    "反馈时间": lambda s: s.minute(s.response.reported_at),
    "巡查记录": lambda s: "；".join(
        f"{line.item_id.name}（{s.label(line, 'result')}）" for line in s.response.patrol_line_ids
    ),
    "立案编号": lambda s: s.case.converted_case_id.name,
}
FILED = {
    "决定": lambda s: s.label(s.filed, "decision"),
    "决定文号": lambda s: s.filed.decision_number,
    "决定日期": lambda s: s.case._china_day(s.filed.decided_at),
    "承办机构": lambda s: s.filed.division_id.name,
}
NOTICE = {
    "商品": lambda s: s.product_notice.product,
    "品牌": lambda s: s.product_notice.brand,
    "批次": lambda s: s.product_notice.batch,
    "供应商": lambda s: s.product_notice.supplier,
    "问题": lambda s: s.product_notice.problem,
    "检测报告": lambda s: s.product_notice.report_number,
    "时间": lambda s: s.minute(s.product_notice.sent_at),
    "对象数": lambda s: str(s.product_notice.receipt_count or ""),
    "回执期限": lambda s: spell_day(s.product_notice.receipt_due_on),
}
PERSON = {  # place: (field of the party, level, how it is masked)
    "姓名": ("name", NAME, masking.mask_name),
    "电话": ("phone", DETAIL, masking.mask_phone),
    "地址": ("address", DETAIL, masking.mask_address),
    "邮编": ("postcode", DETAIL, lambda text: "（略）"),
    "邮箱": ("email", DETAIL, lambda text: "（略）"),
    "证件类型": ("id_type", DETAIL, lambda text: "（略）"),
    "证件号码": ("id_number", DETAIL, masking.mask_id),
}
PERSON_GROUPS = {
    "投诉人": ("complainant", "inquirer"),
    "举报人": ("reporter",),
    "代理人": ("proxy", "guardian"),
}
MATERIAL = {
    "序号": lambda s, item, place: str(place),
    "名称": lambda s, item, place: item.name,
    "种类": lambda s, item, place: s.label(item, "type"),
    "提供方": lambda s, item, place: s.label(item, "provider"),
    "收到日期": lambda s, item, place: s.case._china_day(item.received_at),
}
REQUEST = {
    "序号": lambda s, item, place: str(place),
    "名称": lambda s, item, place: item,
}
SIDES = {"consumer": "投诉人", "merchant": "被投诉人"}
OBLIGATION = {
    "序号": lambda s, item, place: str(place),
    "义务方": lambda s, item, place: SIDES[item.side],
    "内容": lambda s, item, place: item.what,
    "金额": lambda s, item, place: f"{item.amount:,.2f}元" if item.amount else "",
    "期限": lambda s, item, place: spell_day(item.due_date),
}
BODY = {
    "序号": lambda s, item, place: str(place),
    "名称": lambda s, item, place: item.name,
    "种类": lambda s, item, place: s.label(item, "kind"),
    "电话": lambda s, item, place: item.phone,
    "地址": lambda s, item, place: item.address,
}
PLAIN_GROUPS = {
    "案件": CASE,
    "承办": UNIT,
    "发文": ISSUER,
    "被诉方": RESPONDENT,
    "决定": DECISION,
    "环节": STEP,
    "分派": DISPATCH,
    "前案": EARLIER,
    "回访": FOLLOW_UP,
    "答复": REPLY,
    "督办": URGE,
    "协议": AGREEMENT,
    "终止": TERMINATION,
    "调解": MEETING,
    "快反": RESPONSE,
    "立案": FILED,
    "通报": NOTICE,
}
LISTS = {"材料": MATERIAL, "待补材料": REQUEST, "约定": OBLIGATION, "机构": BODY}
# of the lists a respondent reads those that both parties agreed upon or are pointed to
LISTS_FOR_RESPONDENT = ("约定", "机构")
# SEC-03: what a paper for the respondent may say; the reporter is not even a word in it
FOR_RESPONDENT = {
    "案件": set(CASE) - {"外部编号", "登记人", "登记途径", "是否匿名", "是否保密", "类别"},
    "承办": set(UNIT),
    "发文": set(ISSUER),
    "被诉方": set(RESPONDENT),
    "环节": {"时间", "办理人"},
    "调解": set(MEETING),
    "投诉人": {"姓名"},
    "协议": set(AGREEMENT),
    "终止": set(TERMINATION),
}


class _Source:
    """What the places of one paper are read from."""

    def __init__(self, case, station, facts):
        self.case, self.station = case, station
        self.user = facts.get("user") or case.env.user
        self.now = facts.get("now") or fields.Datetime.now()
        self.basis = facts.get("basis") or ""
        self.due_date = facts.get("due_date")
        self.step = facts.get("step") or case.env["rights.case.transition"]
        self.handed_over = facts.get("dispatch")
        self.told_of = facts.get("meeting")

    @property
    def dispatch(self):
        return (
            self.handed_over
            or self.case.dispatch_ids.filtered(lambda row: not row.returned_at)[-1:]
        )

    @property
    def followup(self):
        return self.case.followup_ids[-1:]

    @property
    def urge(self):
        """The letter that the paper is made for: the first one that has none yet."""
        letters = self.case.urge_ids.filtered(lambda urge: urge.level == "2").sorted("id")
        return letters.filtered(lambda urge: not urge.document_id)[:1] or letters[-1:]

    @property
    def agreement(self):
        """The one that the paper is made for: it is still a draft then."""
        alive = self.case.agreement_ids.filtered(lambda row: row.state != "void")
        return alive[-1:]

    @property
    def termination(self):
        return self.case.termination_ids[-1:]

    def rows(self, name):
        """What a list of the paper holds."""
        return {
            "材料": lambda: self.case.evidence_ids,
            "待补材料": lambda: self.asked,
            "约定": lambda: self.agreement.obligation_ids,
            "机构": lambda: self.termination.body_ids,
        }[name]()

    @property
    def meeting(self):
        return self.told_of or self.case._get_meeting_to_tell()

    @property
    def response(self):
        return self.case.quick_response_ids.sorted("id")[-1:]

    @property
    def product_notice(self):
        return self.case.product_notice_ids[-1:]

    @property
    def filed(self):
        return self.case.enforcement_case_id

    def proofs(self, kind):
        rows = self.response.proof_ids.filtered(lambda proof: proof.kind == kind)
        return "；".join(f"{row.name}（{self.label(row, 'result')}）" for row in rows)

    @property
    def earlier(self):
        links = self.case.link_ids.filtered(lambda link: link.kind == "duplicate" and link.active)
        return links[:1].other_case_id

    @property
    def asked(self):
        asked = self.basis or self.case.evidence_request or ""
        return [line.strip() for line in asked.splitlines() if line.strip()]

    @staticmethod
    def label(record, name):
        if not record or not record[name]:
            return ""
        return dict(record._fields[name]._description_selection(record.env)).get(record[name])

    def minute(self, moment):
        return self.case._china_moment(moment)

    @staticmethod
    def spell(text):
        return spell_minutes(text or "")


class RightsDocumentTemplate(models.Model):
    _inherit = "rights.document.template"

    @api.model
    def _get_places(self, recipient):
        """({group: names}, {list: names}) that a paper for this recipient may use (SEC-03)."""
        if recipient in (papers := self._get_own_papers()):
            groups, lists = papers[recipient]
            return (
                {group: set(texts) for group, texts in groups.items()},
                {group: set(rows[0]) for group, rows in lists.items()},
            )
        if recipient in TO_RESPONDENT:
            return FOR_RESPONDENT, {name: set(LISTS[name]) for name in LISTS_FOR_RESPONDENT}
        places = {group: set(table) for group, table in PLAIN_GROUPS.items()}
        places.update({group: set(PERSON) for group in PERSON_GROUPS})
        return places, {name: set(table) for name, table in LISTS.items()}


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _get_paper_values(self, template, station, facts):
        """{group: {place: text}} of a case for one template, as far as its recipient may read.

        To be called in superuser mode: who reads the paper afterwards is decided by what personal
        data it turned out to hold (``rights.document.level``).

        :param facts: what the step knows: step, basis, user, due_date
        """
        self.ensure_one()
        places, lists = template._get_places(template.recipient)
        used = used_places(template.version_id.text)
        source = _Source(self, station, facts)
        values = {}
        for group, names in places.items():
            names = names & used.get(group, set())
            if group in PERSON_GROUPS and names:
                values[group] = self._get_person_values(group, names, template.recipient)
            elif names:
                values[group] = {
                    name: Piece(PLAIN_GROUPS[group][name](source), f"{group}.{name}")
                    for name in names
                }
        for group in set(lists) & set(used):
            values[group] = [
                {
                    name: Piece(read(source, row, place), f"{group}.{name}")
                    for name, read in LISTS[group].items()
                }
                for place, row in enumerate(source.rows(group), 1)
            ]
        return values

    def _get_person_values(self, group, names, recipient):
        parties = self.party_ids.filtered(lambda party: party.role in PERSON_GROUPS[group])
        secret = self._is_identity_sealed()
        values = {}
        for name in names:
            field, level, mask = PERSON[name]
            texts = [
                _Source.label(party, field) if field == "id_type" else party[field]
                for party in parties
                if party[field]
            ]
            text = "、".join(texts) if name == "姓名" else (texts or [""])[0]
            masked = SEALED_NAME if secret else mask(text)
            if recipient in TO_RESPONDENT and secret and text:
                text = SEALED_NAME
            values[name] = Piece(text, f"{group}.{name}", masked=masked, level=level)
        return values

    def _get_protected_texts(self):
        """Texts that no paper for the respondent may hold: reporters, and how to find people.

        A report and the complaint it was split from are linked, so linked cases count as well.
        """
        linked = (
            self.link_ids.other_case_id
            | self.env["rights.case.link"].search([("other_case_id", "in", self.ids)]).case_id
        )
        texts = set()
        for party in (self | linked).party_ids:
            secret = party.role == "reporter" or party.case_id._is_identity_sealed()
            names = ("name",) if secret else ()
            for field in (*names, "phone", "address", "email", "id_number"):
                text = (party[field] or "").strip()
                if len(text) > 1:
                    texts.add(text)
        return texts

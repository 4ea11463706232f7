"""Courses of the units, with people who come to them."""

from contextlib import contextmanager

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.fields import Command

from .merchant_common import MerchantPortalCommon

PERSON = {"name": "何测试", "employer": "测试甲商城"}


class TrainingCommon(MerchantPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topics = {topic.code: topic for topic in cls.env["rights.training.topic"].search([])}
        # what is worked out by year begins with the year of these tests
        cls.env.cr.execute(
            "UPDATE rights_station SET create_date = '2026-01-05' WHERE id IN %s",
            [tuple(station.id for station in cls.stations.values())],
        )
        cls.env.invalidate_all()

    @contextmanager
    def at(self, moment):
        """A moment in China."""
        with freeze_time(f"{moment}+08:00"):
            yield

    @contextmanager
    def refused(self, words=""):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            yield

    def course(self, login="station_a1", topics=("law",), questions=(), **values):
        """A planned course of today, of the unit of this person.

        :param questions: [(text, [(answer, is it right)])]
        """
        return self.as_user(login, self.env["rights.training.course"]).create(
            {
                "name": "客服人员培训",
                "trainer": "张老师",
                "topic_ids": [Command.set([self.topics[code].id for code in topics])],
                "question_ids": [
                    Command.create(
                        {
                            "text": text,
                            "option_ids": [
                                Command.create({"text": answer, "is_right": right})
                                for answer, right in options
                            ],
                        }
                    )
                    for text, options in questions
                ],
                **values,
            }
        )

    def enter(self, course, **values):
        """Somebody on the trainer's list."""
        return course.env["rights.training.attendance"].create(
            {"course_id": course.id, "date": course.date_from, **PERSON, **values}
        )

    def hold(self, login="station_a1", **values):
        """A course that counts."""
        course = self.course(login, **values)
        self.enter(course)
        course.action_hold()
        return course

    def answers(self, course, right=True):
        """Of the whole test: all right, or all wrong."""
        return {
            question.id: set(
                question.option_ids.filtered(lambda row: bool(row.is_right) == right).ids
            )
            for question in course.sudo().question_ids
        }

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.china_time import china_date


class RightsTrainingGap(models.Model):
    """Members of staff who lack a yearly topic in this year, worked out anew (TRN-03).

    who                                        may
    head, dispatcher, station, legal adviser   read, own unit and below
    staff                                      read the own
    """

    _name = "rights.training.gap"
    _description = "Staff not trained yet"
    _auto = False
    _order = "station_id, user_id, topic_id"
    _rec_name = "user_id"
    _depends = {
        "rights.post": ["user_id", "station_id", "date_from", "date_to", "ended_at"],
        "rights.training.topic": ["active", "is_yearly"],
        "rights.training.course": ["state", "topic_ids"],
        "rights.training.attendance": ["course_id", "user_id", "date"],
        "res.users": ["active", "share"],
    }

    user_id = fields.Many2one("res.users", "Person", readonly=True)
    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    topic_id = fields.Many2one("rights.training.topic", "Not trained in", readonly=True)
    last_on = fields.Date("Last trained on", readonly=True)

    @property
    def _table_query(self):
        return self._query(china_date())

    @api.model
    def _query(self, today):
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY post.user_id, post.station_id, topic.id) AS id,
                   post.user_id, post.station_id, topic.id AS topic_id, last.day AS last_on
              FROM (SELECT DISTINCT post.user_id, post.station_id
                      FROM rights_post post
                      JOIN res_users person ON person.id = post.user_id
                       AND person.active AND person.share IS NOT TRUE
                     WHERE post.date_from <= %(today)s AND post.ended_at IS NULL
                       AND (post.date_to IS NULL OR post.date_to >= %(today)s)) AS post
             CROSS JOIN rights_training_topic topic
              LEFT JOIN LATERAL (
                    SELECT max(came.date) AS day
                      FROM rights_training_attendance came
                      JOIN rights_training_course course
                        ON course.id = came.course_id AND course.state = 'held'
                      JOIN rights_training_course_rights_training_topic_rel tag
                        ON tag.rights_training_course_id = course.id
                       AND tag.rights_training_topic_id = topic.id
                     WHERE came.user_id = post.user_id) AS last ON TRUE
             WHERE topic.active AND topic.is_yearly
               AND (last.day IS NULL OR last.day < date_trunc('year', %(today)s::date))
            """,
            today=today,
        )

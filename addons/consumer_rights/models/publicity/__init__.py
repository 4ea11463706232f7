"""Disclosure and publicity (DIS): what districts publish after the city approved that version,
objections of merchants, channels, events, opinions and subscriptions by mail."""

from . import (
    rights_publicity_channel,
    rights_disclosure,
    rights_disclosure_check,
    rights_disclosure_case,
    rights_disclosure_merchant,
    rights_disclosure_figures,
    rights_disclosure_step,
    rights_disclosure_release,
    rights_disclosure_opinion,
    rights_disclosure_public,
    rights_disclosure_subscription,
    rights_publicity_event,
    rights_merchant,
    rights_missed_period,
    rights_case_todo,
    rights_configuration,
)

from . import (
    rights_handover_send,
    rights_handover_refuse,
    rights_referral_send,
    rights_referral_return,
    rights_dispute_raise,
    rights_dispute_decide,
    rights_transfer_send,
)

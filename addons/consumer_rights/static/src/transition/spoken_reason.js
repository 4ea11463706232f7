import { RPCError } from "@web/core/network/rpc";

// Errors whose text the server wrote for the user; anything else is a fault to report.
const SPOKEN = new Set(
    ["UserError", "ValidationError", "AccessError", "MissingError", "RedirectWarning"].map(
        (name) => `odoo.exceptions.${name}`
    )
);

/**
 * @param {Error} error
 * @returns {string | null} the sentence meant for the user, null for anything else
 */
export function spokenReason(error) {
    if (error instanceof RPCError && SPOKEN.has(error.exceptionName)) {
        return error.data.message;
    }
    return null;
}

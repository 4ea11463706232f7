import { registry } from "@web/core/registry";
import { DomainField, domainField } from "@web/views/fields/domain/domain_field";

/**
 * Conditions chosen by someone who may not read what they select: the server says whether they
 * are valid, and nothing is counted or listed.
 */
export class RightsDomainField extends DomainField {
    static template = "consumer_rights.DomainField";

    async checkProps(props = this.props) {
        const isValid = Boolean(await this.quickValidityCheck(props));
        if (!isValid) {
            props.record.setInvalidField(props.name);
        }
        this.updateState({ isValid, recordCount: 0, hasLimitedCount: false });
    }
}

registry.category("fields").add("rights_domain", {
    ...domainField,
    component: RightsDomainField,
});

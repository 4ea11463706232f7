import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const INTERVAL = 10000;
const COUNTER = "consumer_rights.counter";

/** The reception's page: give numbers, call them, register the visit; each with one key. */
export class Reception extends Component {
    static template = "consumer_rights.Reception";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        // a counter is a place: this computer stands there
        this.state = useState({
            counter: browser.localStorage.getItem(COUNTER) || "",
            given: false,
        });
        this.desk = useState({});
        onWillStart(() => this.refresh());
        this.timer = setInterval(() => this.refresh(), INTERVAL);
        onWillDestroy(() => clearInterval(this.timer));
    }

    async call(method, args = []) {
        const result = await this.orm.call("rights.queue.ticket", method, args);
        await this.refresh();
        return result;
    }

    async refresh() {
        Object.assign(this.desk, await this.orm.silent.call("rights.queue.ticket", "desk", []));
    }

    onCounter(ev) {
        this.state.counter = ev.target.value.trim();
        browser.localStorage.setItem(COUNTER, this.state.counter);
    }

    async takeNumber() {
        this.state.given = await this.call("take_number");
    }

    callNext() {
        return this.call("call_next", [this.state.counter]);
    }

    finish() {
        return this.call("finish");
    }

    absent() {
        return this.call("finish", [true]);
    }

    async registerVisit() {
        this.action.doAction(await this.orm.call("rights.queue.ticket", "register_visit", []));
    }
}

registry.category("actions").add("consumer_rights.reception", Reception);

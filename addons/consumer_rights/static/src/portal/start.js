/** What a public page needs of script: by what stands on it. */

import { Filing } from "./filing";
import { Ledger } from "./ledger";
import { startMaterial } from "./material";
import { startDevice, startMeeting } from "./meeting";
import { forgetAtLogOut, keepPage } from "./offline";
import { Patrol } from "./patrol";
import { startProofForm } from "./proof_form";
import { startSignature } from "./signature";

const filing = document.querySelector("#filing");
if (filing) {
    new Filing(filing, document.querySelector("#receipt"));
}
document.querySelectorAll("[data-proof]").forEach(startProofForm);
document.querySelectorAll("[data-material]").forEach(startMaterial);
document.querySelectorAll("[data-signature]").forEach(startSignature);
document.querySelectorAll("[data-device]").forEach(startDevice);
document.querySelectorAll("[data-meeting]").forEach(startMeeting);
const ledger = document.querySelector("#ledger");
if (ledger) {
    new Ledger(ledger);
    keepPage();
}
forgetAtLogOut();
const patrol = document.querySelector("#patrol");
if (patrol) {
    new Patrol(patrol);
}

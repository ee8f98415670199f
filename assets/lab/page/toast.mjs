/* A sentence to the person, where the server has no part in it. */
import { setProps } from "../dash.mjs";
import { IDS } from "../names.mjs";

/** @param {string} title @param {string} message */
export const toast = (title, message, color = "violet") =>
  setProps(IDS.TOASTS, {
    sendNotifications: [{ action: "show", title, message, color, autoClose: 5000 }],
  });

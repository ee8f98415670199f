/* A sentence to the person, where the server has no part in it. */
import { setProps } from "../dash.mjs";
import { IDS } from "../names.mjs";

/** @param {string} title @param {string} message @param {string} [id] by which it is taken back */
export const toast = (title, message, color = "violet", id = undefined) =>
  setProps(IDS.TOASTS, {
    sendNotifications: [{ action: "show", title, message, color, autoClose: 5000, id }],
  });

/** Take a toast away, because what it complains of is right by now. @param {string} id */
export const takeBack = (id) => setProps(IDS.TOASTS, { hideNotifications: [id] });

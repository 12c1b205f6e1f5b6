/* Tables that sort by their heads. Without it they stand in the report's order. */
"use strict";
for (const table of document.querySelectorAll ("table.sortable"))
  {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    const key = (row, column) => {
      const cell = row.cells[column];
      return cell.dataset.sort !== undefined ? Number (cell.dataset.sort) : cell.textContent.trim ();
    };
    const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b
                              : String (a).localeCompare (String (b), "en", { numeric: true });

    const sort = (column, sign) => {
      const isNumber = [...body.rows].some (row => row.cells[column].dataset.sort !== undefined);
      const isMissing = row => isNumber ? row.cells[column].dataset.sort === undefined : key (row, column) === "";
      const rows = [...body.rows].sort ((a, b) => isMissing (a) || isMissing (b) ? isMissing (a) - isMissing (b)
                                                  : sign * compare (key (a, column), key (b, column)));
      body.append (...rows);
    };

    heads.forEach ((head, column) => {
      if (head.textContent.trim () === "")
        return;
      const button = document.createElement ("button");
      button.type = "button";
      button.append (...head.childNodes);
      head.append (button);
      button.addEventListener ("click", () => {
        const isUp = head.getAttribute ("aria-sort") !== "ascending";
        heads.forEach (other => other.removeAttribute ("aria-sort"));
        head.setAttribute ("aria-sort", isUp ? "ascending" : "descending");
        sort (column, isUp ? 1 : -1);
      });
    });
  }

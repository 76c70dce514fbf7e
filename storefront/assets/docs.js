// Starts the viewer over this host's own description. A file and not a line in the page, so that the page's policy
// needs no exception.
"use strict";
const place = document.getElementById("viewer");
if (place && window.SwaggerUIBundle) {
  window.SwaggerUIBundle({
    url: place.dataset.description,
    domNode: place,
    deepLinking: false,
    persistAuthorization: false,
    tryItOutEnabled: false,
    validatorUrl: null,
  });
}

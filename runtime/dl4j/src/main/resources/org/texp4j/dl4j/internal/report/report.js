'use strict';
// Shows the values of a chart under the pointer. Without it the page lacks nothing else.
document.querySelectorAll('svg.chart').forEach(function (svg) {
  var figure = svg.parentNode;
  var frame = svg.dataset.x.split(' ').map(Number);
  var height = svg.dataset.y.split(' ').map(Number);
  var logarithmic = svg.dataset.log === 'true';
  var lines = Array.from(svg.querySelectorAll('path[data-values]'))
    .filter(function (path) { return path.dataset.values !== ''; })
    .map(function (path) {
      return {
        name: path.dataset.name,
        colour: path,
        values: path.dataset.values.split(' ').map(Number),
        places: path.getAttribute('d').match(/[ML][^ ]+/g).map(function (point) {
          return Number(point.slice(1));
        })
      };
    });
  if (lines.length === 0) {
    return;
  }

  var guide = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  guide.setAttribute('class', 'guide');
  var box = document.createElement('div');
  box.className = 'values';

  function nearest(places, x) {
    var low = 0;
    var high = places.length - 1;
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (places[middle] > x) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return x - places[low] > places[high] - x ? high : low;
  }

  function raised(power) {
    return String(power).replace(/./g, function (digit) {
      return digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)];
    });
  }

  function number(value) {
    if (!logarithmic) {
      return String(Number(value.toPrecision(4)));
    }
    var power = Math.floor(value);
    return Math.abs(power) > 4
      ? Math.pow(10, value - power).toFixed(3) + '·10' + raised(power)
      : String(Number(Math.pow(10, value).toPrecision(4)));
  }

  function row(name, value, colour) {
    var line = document.createElement('div');
    line.textContent = name === '' ? '' : name + '  ';
    line.style.color = colour;
    var strong = document.createElement('b');
    strong.textContent = value;
    line.appendChild(strong);
    box.appendChild(line);
  }

  function show(event) {
    var area = svg.getBoundingClientRect();
    var unit = svg.viewBox.baseVal.width / area.width;
    var at = Math.min(frame[3], Math.max(frame[2], (event.clientX - area.left) * unit));
    var place = lines[0].places[nearest(lines[0].places, at)];
    var x = frame[0] + (place - frame[2]) / (frame[3] - frame[2]) * (frame[1] - frame[0]);
    box.textContent = '';
    row(svg.dataset.unit, String(Number(x.toPrecision(4))), '');
    lines.forEach(function (line) {
      var value = line.values[nearest(line.places, place)];
      row(line.name, number(value), getComputedStyle(line.colour).stroke);
    });
    guide.setAttribute('d', 'M' + place + ' ' + height[3] + 'V' + height[2]);
    svg.appendChild(guide);
    figure.appendChild(box);
    var pixel = svg.getBoundingClientRect().left - figure.getBoundingClientRect().left + place / unit;
    var wide = pixel > area.width / 2;
    box.style.left = wide ? '' : pixel + 14 + 'px';
    box.style.right = wide ? figure.clientWidth - pixel + 14 + 'px' : '';
    box.style.top = area.top - figure.getBoundingClientRect().top + height[3] / unit + 6 + 'px';
  }

  function hide() {
    guide.remove();
    box.remove();
  }

  svg.addEventListener('pointermove', show);
  svg.addEventListener('pointerdown', show);
  svg.addEventListener('pointerleave', hide);
});

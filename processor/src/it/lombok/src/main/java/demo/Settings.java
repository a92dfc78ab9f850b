package demo;

import lombok.Value;

@Value
class Settings {
  int width;
}

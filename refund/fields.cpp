#include "refund/cbor.hpp"

namespace slipway::refund::cbor {

Fields::Fields(const Value& value) : map_(value.map()) {
  if (map_ == nullptr) {
    mistake_ = "expected a map";
    return;
  }
  taken_.assign(map_->size(), false);
}

const Value* Fields::find(std::string_view name) {
  if (map_ == nullptr) return nullptr;
  for (std::size_t i = 0; i < map_->size(); ++i) {
    const std::string* key = (*map_)[i].first.text();
    if (key == nullptr || *key != name) continue;
    taken_[i] = true;
    return &(*map_)[i].second;
  }
  return nullptr;
}

std::int64_t Fields::number(std::string_view name, std::int64_t least, std::int64_t most) {
  const Value* found = find(name);
  const std::int64_t* number = found == nullptr ? nullptr : found->number();
  if (number != nullptr && *number >= least && *number <= most) return *number;
  refuse(name, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

bool Fields::truth(std::string_view name) {
  const Value* found = find(name);
  const bool* truth = found == nullptr ? nullptr : found->truth();
  if (truth != nullptr) return *truth;
  refuse(name, "true or false");
  return false;
}

std::string Fields::text(std::string_view name, std::size_t most_bytes) {
  const Value* found = find(name);
  const std::string* text = found == nullptr ? nullptr : found->text();
  if (text != nullptr && text->size() <= most_bytes) return *text;
  refuse(name, "text of at most " + std::to_string(most_bytes) + " bytes");
  return {};
}

Bytes Fields::bytes(std::string_view name, std::size_t most) {
  const Value* found = find(name);
  const Bytes* bytes = found == nullptr ? nullptr : found->bytes();
  if (bytes != nullptr && bytes->size() <= most) return *bytes;
  refuse(name, "at most " + std::to_string(most) + " bytes");
  return {};
}

const Value::Array& Fields::array(std::string_view name, std::size_t most) {
  static const Value::Array nothing;
  const Value* found = find(name);
  const Value::Array* array = found == nullptr ? nullptr : found->array();
  if (array != nullptr && array->size() <= most) return *array;
  refuse(name, "an array of at most " + std::to_string(most) + " items");
  return nothing;
}

const Value& Fields::value(std::string_view name) {
  static const Value null;
  if (const Value* found = find(name)) return *found;
  refuse(name, "a value");
  return null;
}

const Value* Fields::optional(std::string_view name) {
  const Value* found = find(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

bool Fields::is_complete() {
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    if (taken_[i]) continue;
    const std::string* key = (*map_)[i].first.text();
    refuse(key == nullptr ? std::string_view("a key that is not text") : *key, "no such field");
    break;
  }
  return mistake_.empty();
}

void Fields::refuse(std::string_view name, std::string_view expected) {
  if (mistake_.empty()) mistake_ = std::string(name) + ": expected " + std::string(expected);
}

}  // namespace slipway::refund::cbor

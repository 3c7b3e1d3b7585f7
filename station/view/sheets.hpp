#pragma once

#include <gtkmm/box.h>
#include <gtkmm/entry.h>

#include <functional>
#include <string>
#include <vector>

#include "refund/rejection.hpp"
#include "station/view/pieces.hpp"

// Sheets come up over the action bar and take the keys until they are confirmed or left. They are
// part of the window, not windows: the keys, a driver of tests and a screenshot see them.
namespace slipway::desk::view {

class Sheet : public Gtk::Box {
 public:
  Sheet();
  // A settled printable key; sheets that know none leave it.
  virtual void take_key(char32_t) {}
  virtual void confirm() = 0;
  // Puts the cursor where typing begins; none when the keys are enough.
  virtual void begin() {}
};

// Reasons 1 to 9, a note, and the very sentence that the member will read.
class RejectSheet : public Sheet {
 public:
  using Reject = std::function<void(const std::string& code, const std::string& note)>;
  RejectSheet(const std::string& name, Reject reject, const std::function<void()>& leave);
  void take_key(char32_t key) override;
  void confirm() override;

 private:
  void choose(std::size_t reason);
  void show_told();

  Reject reject_;
  std::optional<std::size_t> reason_;
  std::vector<Gtk::Button*> buttons_;
  Gtk::Entry* note_;
  Gtk::Label* told_;
  KeyButton* confirm_;
};

// One line of text: what to bring, or the bank's number.
class NoteSheet : public Sheet {
 public:
  NoteSheet(const std::string& title, const std::string& hint, const std::string& verb,
            std::function<void(const std::string&)> done, const std::function<void()>& leave);
  void confirm() override;
  void begin() override;

 private:
  std::function<void(const std::string&)> done_;
  Gtk::Entry* text_;
};

// All keys.
class KeysSheet : public Sheet {
 public:
  explicit KeysSheet(std::function<void()> leave);
  void confirm() override { leave_(); }

 private:
  std::function<void()> leave_;
};

// What is asked when the next payment of a request has left.
struct TransferWords {
  std::string title;
  std::string hint;
};
[[nodiscard]] TransferWords transfer_words(const sync::Detail& detail);

}  // namespace slipway::desk::view

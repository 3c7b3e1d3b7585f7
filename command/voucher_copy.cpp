#include "command/voucher_copy.hpp"

#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "station/book/accounts.hpp"
#include "station/book/copies.hpp"
#include "station/book/policy_texts.hpp"
#include "station/book/requests.hpp"
#include "station/book/rows.hpp"
#include "station/desk/copy_room.hpp"
#include "station/desk/voucher_paper.hpp"

namespace slipway::command {
namespace {

struct Wish {
  std::string serial;
  std::string books;
  std::string pdf;
  std::string queue;
  std::string by;
  refund::Phrase store;
};

sync::Result<std::optional<refund::RequestId>> id_of(sync::Database& books,
                                                     const std::string& serial) {
  std::optional<refund::RequestId> found;
  auto& query = books.prepare(
      "SELECT id FROM request WHERE number = ?1 OR slip_code = ?1 UNION SELECT request FROM "
      "voucher WHERE printf('V%d-%06d', epoch, number) = ?1 LIMIT 1");
  const auto read = book::each_row(
      query.bind(serial), [&](const sync::Statement& row) { found = book::request_id_in(row, 0); });
  if (!read) return tl::unexpected(read.error());
  return found;
}

// The books with the policy that this request was computed under; the copy's words need no more of
// what a store is.
book::Store store_for(const Wish& wish, refund::RequestId& id) {
  auto books = open_standing_books(wish.books);
  const auto found = id_of(books, wish.serial);
  if (!found) refuse(found.error().text);
  if (!*found) {
    refuse(wish.serial + ": no such voucher or request in " + wish.books +
           "; expected a number as V1-000042 or R2611210412");
  }
  id = **found;
  const auto request = book::request_of(books, id);
  if (!request) refuse(request.error().text);
  if (!*request) refuse(wish.serial + ": its request is not in " + wish.books);
  const std::string& hash = (*request)->quote.policy_hash;
  auto policy = book::archived_policy(books, hash);
  if (!policy) refuse(policy.error().text);
  if (!*policy) refuse(wish.serial + ": the text of its policy " + hash + " is not in the books");
  book::Terms terms;
  terms.policy = std::move(**policy);
  terms.name = wish.store;
  return {std::move(books), std::move(terms)};
}

void write(const std::string& file, const std::string& pdf) {
  const std::error_code failure = desk::write_copy(file, pdf);
  if (!failure) return;
  refuse(file + ": " + failure.message() + "; expected a new file in a folder that may be written");
}

// The name of a person on the staff: a copy that nobody asked for is not made.
std::string name_of(sync::Database& books, const Wish& wish) {
  const auto record = book::staff_of(books, wish.by);
  if (!record) refuse(record.error().text);
  if (!*record) refuse("--by " + wish.by + ": nobody on the staff has this number");
  return (*record)->staff.name;
}

// Exit status 1: nothing was printed; 3: nobody knows what was.
void print(const devices::CupsAddress& queue, const std::string& pdf, int number) {
  const auto report = devices::print_by_cups(queue, pdf, desk::kCopyTitle);
  const desk::Notice notice = desk::told(report, number);
  std::cout << notice.text.zh << '\n' << notice.text.en << '\n';
  if (report.end == devices::CupsEnd::Completed) return;
  const bool is_known = devices::printed_of(report).outcome == devices::Outcome::NotPrinted;
  throw CLI::RuntimeError(is_known ? 1 : 3);
}

void copy(const Wish& wish) {
  const auto queue = devices::cups_address_from(wish.queue);
  if (!queue && !wish.queue.empty()) {
    refuse("--queue " + wish.queue +
           ": expected a queue's name as office, or ipp://server:631/printers/office");
  }
  refund::RequestId id{};
  book::Store store = store_for(wish, id);
  const std::string name = name_of(store.books, wish);
  const auto answer = book::copy_for(store, id, "command:" + wish.by, name, now());
  if (!answer) refuse(answer.error().text);
  const auto* copied = std::get_if<sync::VoucherCopied>(&*answer);
  if (copied == nullptr) {
    const auto* none = std::get_if<sync::NoVoucher>(&*answer);
    refuse(wish.serial + ": " + (none != nullptr ? none->sentence.en : "there is no voucher"));
  }
  const std::string pdf = paper::pdf_of(desk::voucher_paper(*copied, wish.store));
  std::cout << copied->voucher.number_text << ", 副本 copy " << copied->copy << '\n';
  if (!wish.pdf.empty()) {
    write(wish.pdf, pdf);
    std::cout << wish.pdf << '\n';
  }
  if (queue) print(*queue, pdf, copied->copy);
}

}  // namespace

void add_voucher_copy(CLI::App& voucher) {
  auto wish = std::make_shared<Wish>();
  auto* one = voucher.add_subcommand(
      "copy",
      "a copy of a voucher on A4, marked and numbered as such; the books note it. Exit status 1 "
      "the queue printed nothing, 3 look at the printer");
  one->add_option("number", wish->serial, "the voucher's or the request's number")->required();
  one->add_option("--books", wish->books, "the station's books")->required();
  one->add_option("--by", wish->by, "who asks for it: a staff number, as in `staff add --id`")
      ->required();
  auto* to = one->add_option_group("to", "where it goes");
  to->add_option("--pdf", wish->pdf, "the file to write, which must not be there yet");
  to->add_option("--queue", wish->queue, "the CUPS queue to print it on: a name or ipp://...");
  to->require_option(1, 2);
  one->add_option("--store", wish->store.zh, "the store's name, as vouchers have it")->required();
  one->add_option("--store-en", wish->store.en, "the same in English");
  one->callback([wish] { copy(*wish); });
}

}  // namespace slipway::command
